// What the parts of a score are called, whichever search they come from. A part of how an account trades names what it was held against.
const PARTS: Record<string, string> = {
  'beyond-chance': 'Beyond chance',
  share: 'Share of openings',
  timing: 'Steady timing',
  volume: 'Steady volume',
  closing: 'Closed together',
  device: 'The same machine',
  address: 'The same line',
  trades: 'Like trades',
  both: 'A line and like trades',
  name: 'The same name',
  against: 'Against it',
  bounds: 'Kept within the scale',
};
const FEATURES: Record<string, string> = {
  win_rate: 'Winning positions',
  hold: 'Holding time',
  pace: 'Positions a day',
  size: 'Size',
  scalps: 'Positions held under a minute',
  robots: 'Positions a program opened',
  revenge: 'Larger positions after a loss',
};
const HELD_AGAINST: Record<string, string> = { past: 'against its own past', others: 'against others of its product' };

export function scorePart(part: string): string {
  const cut = part.lastIndexOf('-');
  const feature = FEATURES[part.slice(0, cut)];
  const against = HELD_AGAINST[part.slice(cut + 1)];
  if (feature && against) return `${feature}, ${against}`;
  return PARTS[part] ?? part.replaceAll(/[-_]/g, ' ').replace(/^./, (first) => first.toUpperCase());
}
