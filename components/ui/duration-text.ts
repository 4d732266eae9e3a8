// A length of time as people read it.

/** "3 d 4 h", "2 min 5 s": the two largest units that are not empty. */
export function durationText(seconds: number): string {
  const whole = Math.trunc(Math.abs(seconds));
  const parts: [number, string][] = [
    [Math.trunc(whole / 86_400), 'd'],
    [Math.trunc(whole / 3600) % 24, 'h'],
    [Math.trunc(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const told = parts.filter(([count]) => count > 0).slice(0, 2);
  const text = told.length > 0 ? told.map(([count, unit]) => `${count} ${unit}`).join(' ') : '0 s';
  return seconds < 0 ? `\u2212${text}` : text;
}
