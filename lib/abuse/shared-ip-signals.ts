// What the search for shared access leaves behind: one signal for each pair whose places weigh anything, its parts summing to its score, and
// the pairs a person has to be asked about.
import { ASK_FROM, identify, LIST_FROM, type Identity, type PairEvidence } from '@/lib/abuse/identity';

interface SignalPart {
  part: string;
  points: number;
  most?: number;
  words: string;
}
export interface SharedSignal {
  kind: 'shared_ip' | 'shared_device';
  account_a: null;
  account_b: null;
  trader_a: string;
  trader_b: string;
  window: string;
  score: number;
  parts: SignalPart[];
  summary: string;
  evidence_count: number;
  first_at: string | null;
  last_at: string | null;
}

export const WINDOW = 'rolling-30d';
export const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST: Record<string, number> = { device: 80, address: 45, trades: 55, both: 10, name: 25 };

/** Whether a pair is worth a line of its own. */
export const isListed = ({ shared }: Identity): boolean => shared.address + shared.device >= LIST_FROM;
export const isAsked = (identity: Identity): boolean => isListed(identity) && identity.score >= ASK_FROM;

export function signalOf(evidence: PairEvidence, identity: Identity): SharedSignal {
  const { a, b } = evidence;
  const together = evidence.visits.filter((visit) => visit.a.length > 0 && visit.b.length > 0);
  const days = together.flatMap((visit) => [...visit.a, ...visit.b]);
  return {
    kind: identity.shared.device > 0 ? 'shared_device' : 'shared_ip',
    account_a: null,
    account_b: null,
    trader_a: a.id,
    trader_b: b.id,
    window: WINDOW,
    score: identity.score,
    parts: partsOf(identity),
    summary: summaryOf(identity, together.length),
    evidence_count: days.length,
    first_at: days.length === 0 ? null : dayText(Math.min(...days)),
    last_at: days.length === 0 ? null : dayText(Math.max(...days)),
  };
}

/** Links, what speaks against them, and where that makes less than nought or more than a hundred, the difference: the points sum to the score. */
export function partsOf({ links, against, score }: Identity): SignalPart[] {
  const parts: SignalPart[] = [
    ...links.map(({ kind, points, text }) => ({ part: kind, points, most: MOST[kind] ?? 100, words: text })),
    ...against.map(({ points, text }) => ({ part: 'against', points: -points, words: text })),
  ];
  const sum = parts.reduce((total, { points }) => total + points, 0);
  if (sum !== score) parts.push({ part: 'bounds', points: score - sum, words: 'A score lies between nought and a hundred.' });
  return parts;
}

function summaryOf({ links, score }: Identity, places: number): string {
  const kinds = [...new Set(links.filter(({ points }) => points > 0).map(({ kind }) => NAMES[kind]))];
  const what = kinds.length === 0 ? 'places that weigh nothing now' : kinds.join(', ');
  return `${places === 1 ? 'One place' : `${places} places`} in common: ${what}. ${score} of 100 that they are one person.`;
}
const NAMES = { device: 'a machine', address: 'a line', trades: 'like trades', both: 'both at once', name: 'the name' } as const;

const dayText = (day: number) => new Date(day * DAY_MS).toISOString();

/** Every pair judged: what to record and whom to ask about. Pairs that are already listed are judged again even if nothing is left of them. */
export function judgePairs(
  evidences: readonly PairEvidence[],
  listed: ReadonlySet<string>,
): { signals: SharedSignal[]; asked: SharedSignal[] } {
  const signals: SharedSignal[] = [];
  const asked: SharedSignal[] = [];
  for (const evidence of evidences) {
    const identity = identify(evidence);
    if (!isListed(identity) && !listed.has(pairKey(evidence.a.id, evidence.b.id))) continue;
    const signal = signalOf(evidence, identity);
    signals.push(signal);
    if (isAsked(identity)) asked.push(signal);
  }
  return { signals, asked };
}

export const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
