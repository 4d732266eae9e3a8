// How long ago something was, as people say it.

/** "12 s", "3 min", "5 h", "2 d": one coarse unit, never below nought. */
export function ageText(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.trunc(seconds))} s`;
  if (seconds < 3600) return `${Math.trunc(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.trunc(seconds / 3600)} h` : `${Math.trunc(seconds / 86_400)} d`;
}
