// Visits, places and people in the shape the judgement of identity takes. The scan fills it with the whole window, the page with two people.
import type { Likeness, PairEvidence, Person } from '@/lib/abuse/identity';
import type { Place, Usage } from '@/lib/abuse/shared-ip';

export interface AccessBook {
  people: ReadonlyMap<string, Person>;
  places: ReadonlyMap<string, Place>;
  byTrader: ReadonlyMap<string, readonly Usage[]>;
  likeness: (a: string, b: string) => Likeness[];
}

export function byTrader(usages: readonly Usage[]): Map<string, Usage[]> {
  const found = new Map<string, Usage[]>();
  for (const usage of usages) {
    const own = found.get(usage.trader);
    if (own) own.push(usage);
    else found.set(usage.trader, [usage]);
  }
  return found;
}

/** A place nobody else came to: of its kind, and that is all it takes. */
function ownPlace(id: string): Place {
  const kind = id.startsWith('device:') ? 'device' : 'address';
  return { id, kind, label: '', traders: 1, network: null, allowance: null, isInner: false };
}

/** Null where one of the two is not in the book. */
export function evidenceOf(book: AccessBook, first: string, second: string): PairEvidence | null {
  const [a, b] = [book.people.get(first), book.people.get(second)];
  if (!a || !b) return null;
  const visits = new Map<string, { place: Place; a: readonly number[]; b: readonly number[] }>();
  const visit = (id: string) => {
    const known = visits.get(id) ?? { place: book.places.get(id) ?? ownPlace(id), a: [], b: [] };
    visits.set(id, known);
    return known;
  };
  for (const { place, days } of book.byTrader.get(first) ?? []) visit(place).a = days;
  for (const { place, days } of book.byTrader.get(second) ?? []) visit(place).b = days;
  return { a, b, visits: [...visits.values()], likeness: book.likeness(first, second) };
}
