// Whether two traders are one person, as far as lines, machines, trades and names can say. Every link has its points and its reason, and
// so has everything that speaks against it; the score is their sum, so a reader can add it up. It decides nothing: over the line a person
// is asked, under it the pair is only listed.
import { weighPlace, type Place } from '@/lib/abuse/shared-ip';

export interface Person {
  id: string;
  name: string;
  country: string | null;
  kyc_status: string;
  /** Closed trades inside the window. */
  trades: number;
}
/** What the comparison of trades found between any two of their accounts. */
export interface Likeness {
  kind: 'copy_trade' | 'hedge';
  /** 0 to 100. */
  score: number;
}
export interface PairEvidence {
  a: Person;
  b: Person;
  /** Places in the window, with the days of each of the two there; a place of one alone has an empty list for the other. */
  visits: { place: Place; a: readonly number[]; b: readonly number[] }[];
  likeness: Likeness[];
}
type LinkKind = 'device' | 'address' | 'trades' | 'both' | 'name';
export interface Link {
  kind: LinkKind;
  points: number;
  text: string;
  place?: string;
}
export interface Against {
  points: number;
  text: string;
}
export interface Identity {
  /** 0 to 100: the links less what speaks against. */
  score: number;
  links: Link[];
  against: Against[];
  /** Points of the shared lines and machines alone, before anything speaks against them. */
  shared: { address: number; device: number };
}

/** From here on a person is asked; below it the pair is listed with its score. */
export const ASK_FROM = 50;
/** A pair whose shared places weigh less than this is not worth a line. */
export const LIST_FROM = 15;

const MOST = { address: 45, device: 80, trades: 55 } as const;
/** A line in common and like trades are each common enough; both at once are not. */
const BOTH = { points: 10, address: 15, trades: 33 } as const;
const NAME_POINTS = 25;
const ENOUGH_TRADES = 30;
const OWN_DAYS = 3;

export function identify(evidence: PairEvidence): Identity {
  const places = placeLinks(evidence);
  const shared = { address: sumOf(places, 'address'), device: sumOf(places, 'device') };
  const trades = tradeLinks(evidence);
  const links = [...places, ...trades, ...bothLinks(shared.address, sum(trades)), ...nameLinks(evidence)];
  const against = whatSpeaksAgainst(evidence, shared);
  const total = sum(links) - sum(against);
  return { score: Math.max(0, Math.min(100, total)), links, against, shared };
}

/** The heaviest place of a kind counts in full, each further one half of the one before: ten lines of one flat are one flat. */
function placeLinks({ visits }: PairEvidence): Link[] {
  return (['device', 'address'] as const).flatMap((kind) => {
    const weighed = visits
      .filter(({ place, a, b }) => place.kind === kind && a.length > 0 && b.length > 0)
      .map((visit) => ({ visit, ...weighPlace(visit.place) }))
      .sort((one, other) => other.points - one.points || (one.visit.place.id < other.visit.place.id ? -1 : 1));
    let left = MOST[kind];
    return weighed.map(({ visit, points, why }, rank) => {
      const counted = Math.min(left, Math.round(points / 2 ** rank));
      left -= counted;
      return { kind, points: counted, text: `${visit.place.label}: ${daysText(visit.a, visit.b)}. ${why}`, place: visit.place.id };
    });
  });
}

function daysText(a: readonly number[], b: readonly number[]): string {
  const both = overlap(a, b);
  const together = both === 0 ? 'never on the same day' : `${counted(both, 'day', 'days')} both`;
  return `${counted(a.length, 'day', 'days')} the one, ${b.length} the other, ${together}`;
}

function tradeLinks({ likeness }: PairEvidence): Link[] {
  const best = [...likeness].sort((one, other) => other.score - one.score)[0];
  if (!best || best.score === 0) return [];
  const points = Math.round((MOST.trades * best.score) / 100);
  const what = best.kind === 'hedge' ? 'Their accounts trade against each other' : 'Their accounts trade alike';
  return [{ kind: 'trades', points, text: `${what}: ${best.score} of 100 by the comparison of trades.` }];
}

function bothLinks(address: number, trades: number): Link[] {
  const isBoth = address >= BOTH.address && trades >= BOTH.trades;
  return isBoth ? [{ kind: 'both', points: BOTH.points, text: 'Either of these happens to strangers; both together seldom do.' }] : [];
}

function nameLinks({ a, b }: PairEvidence): Link[] {
  const same = plain(a.name) !== '' && plain(a.name) === plain(b.name) && a.country === b.country;
  return same
    ? [{ kind: 'name', points: NAME_POINTS, text: `Both are called ${a.name}${a.country ? ` and live in ${a.country}` : ''}.` }]
    : [];
}

function whatSpeaksAgainst(evidence: PairEvidence, shared: Identity['shared']): Against[] {
  const { a, b, likeness } = evidence;
  const found: Against[] = [];
  if (a.kyc_status === 'approved' && b.kyc_status === 'approved') {
    found.push({ points: 10, text: 'Both identities were checked and approved, each for itself.' });
  }
  const alone = ownDays(evidence);
  if (alone >= OWN_DAYS) {
    found.push({ points: 10, text: `Each was also seen, on ${alone} days or more, at places where the other never was.` });
  }
  const machines = devices(evidence);
  if (shared.device === 0 && machines.a > 0 && machines.b > 0) {
    found.push({ points: 5, text: `Each uses machines of their own (${machines.a} and ${machines.b}), none in common.` });
  }
  const enough = Math.min(a.trades, b.trades);
  if (enough >= ENOUGH_TRADES && likeness.every(({ score }) => score === 0)) {
    found.push({ points: 10, text: `They trade differently: nothing alike in ${a.trades} and ${b.trades} closed trades.` });
  }
  return found;
}

/** Days of the less travelled of the two at places of their own; nought where either has none. */
function ownDays({ visits }: PairEvidence): number {
  const days = (mine: 'a' | 'b', other: 'a' | 'b') =>
    new Set(visits.filter((visit) => isSomewhere(visit.place) && visit[other].length === 0).flatMap((visit) => visit[mine])).size;
  return Math.min(days('a', 'b'), days('b', 'a'));
}

/** A home, an office, a cafe: where a body has to be. Carriers, VPNs and rented servers are reached from anywhere. */
const isSomewhere = ({ kind, network, isInner }: Place) =>
  kind === 'address' && !isInner && (network === null || network.kind === 'office');

function devices({ visits }: PairEvidence): { a: number; b: number } {
  const machines = visits.filter(({ place }) => place.kind === 'device');
  return { a: machines.filter(({ a }) => a.length > 0).length, b: machines.filter(({ b }) => b.length > 0).length };
}

function overlap(a: readonly number[], b: readonly number[]): number {
  const there = new Set(b);
  return a.filter((day) => there.has(day)).length;
}

const plain = (name: string) => name.trim().toLowerCase().replace(/\s+/g, ' ');
const sum = (rows: readonly { points: number }[]) => rows.reduce((total, { points }) => total + points, 0);
const sumOf = (links: readonly Link[], kind: LinkKind) => sum(links.filter((link) => link.kind === kind));
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
