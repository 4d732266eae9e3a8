// A provider's own statement against our ledger, line by line: whatever is not the same on both sides is named with what it comes to in
// money, and nothing is absorbed. What the two sums differ by is the sum of the differences named, to the cent.
import { addCents, cents, negateCents, subtractCents, ZERO, type Cents } from '@/lib/money';

export interface StatementLine {
  /** Our key or the payout's id where the provider tells it, else its own reference. */
  key: string;
  reference: string;
  amount_cents: Cents;
  currency: string;
  /** `left`: it left our account there; whether it arrived is not on this statement. */
  state: 'left' | 'sent' | 'paid' | 'failed' | 'returned';
  /** What the provider took for it, besides the amount. */
  fee_cents?: Cents;
}
export interface LedgerLine {
  payout_id: string;
  key: string;
  reference: string | null;
  amount_cents: Cents;
  currency: string;
  state: string;
}
export type DifferenceKind = 'only-theirs' | 'only-ours' | 'twice-theirs' | 'amount-differs' | 'state-differs' | 'fee-taken';
export interface Sum {
  currency: string;
  cents: Cents;
}
export interface Difference {
  kind: DifferenceKind;
  payout_id: string | null;
  reference: string | null;
  ours: string | null;
  theirs: string | null;
  /** By how much more left at theirs than at ours, by currency; empty where only words differ. */
  effect: Sum[];
}

/** What of ours the provider must know. */
const LEFT = new Set(['sending', 'unknown', 'sent', 'paid', 'returned']);
/** Of ours, whose money is out of the account. */
const OUT = new Set(['sending', 'unknown', 'sent', 'paid']);
/** What the provider may call ours, by our state. An unknown one agrees with nothing: somebody has to say what it is. */
const AGREES: Record<string, readonly StatementLine['state'][]> = {
  sending: ['left', 'sent', 'paid'],
  sent: ['left', 'sent', 'paid'],
  paid: ['left', 'paid'],
  returned: ['returned', 'failed'],
  failed: ['failed', 'returned'],
};

export function reconcile(theirs: readonly StatementLine[], ours: readonly LedgerLine[]): Difference[] {
  const known = new Map<string, LedgerLine>();
  for (const own of ours) for (const name of [own.key, own.payout_id, own.reference]) if (name !== null) known.set(name, own);
  const found = new Map<LedgerLine, StatementLine[]>();
  const differences: Difference[] = [];
  for (const line of theirs) {
    const own = known.get(line.key) ?? known.get(line.reference);
    if (own === undefined) differences.push({ ...named(null, line), kind: 'only-theirs' });
    else found.set(own, [...(found.get(own) ?? []), line]);
  }
  for (const own of ours) differences.push(...compare(own, found.get(own) ?? []));
  return [...differences, ...feesOf(theirs)];
}

function compare(own: LedgerLine, lines: readonly StatementLine[]): Difference[] {
  const [line, ...more] = lines;
  // One that is being sent may not have arrived at the provider yet; nobody may say so for ever, so it is named all the same.
  if (line === undefined) return LEFT.has(own.state) ? [{ ...named(own, null), kind: 'only-ours' }] : [];
  const twice = more.map((one): Difference => ({ ...named(own, one), effect: sums(theirsOut(one)), kind: 'twice-theirs' }));
  if (line.amount_cents !== own.amount_cents || line.currency !== own.currency)
    return [{ ...named(own, line), kind: 'amount-differs' }, ...twice];
  const agrees = AGREES[own.state]?.includes(line.state) ?? (line.state === 'failed' && own.state !== 'unknown');
  return agrees ? twice : [{ ...named(own, line), kind: 'state-differs' }, ...twice];
}

/** Each fee is small and there are many: they are named together, by currency. */
function feesOf(lines: readonly StatementLine[]): Difference[] {
  const fees = sums(...lines.map(({ currency, fee_cents }) => ({ currency, cents: fee_cents ?? ZERO })));
  return fees.map((fee) => {
    const lots = lines.filter((line) => line.currency === fee.currency && (line.fee_cents ?? 0) !== 0).length;
    const theirs = `${fee.cents} ${fee.currency} on ${lots}`;
    return { kind: 'fee-taken', payout_id: null, reference: fee.currency, ours: null, theirs, effect: [fee] };
  });
}

function named(own: LedgerLine | null, line: StatementLine | null): Omit<Difference, 'kind'> {
  const words = (one: { amount_cents: Cents; currency: string; state: string }) => `${one.amount_cents} ${one.currency} ${one.state}`;
  return {
    payout_id: own?.payout_id ?? null,
    reference: line?.reference ?? own?.reference ?? null,
    ours: own === null ? null : words(own),
    theirs: line === null ? null : words(line),
    effect: sums(...(line === null ? [] : [theirsOut(line)]), ...(own === null ? [] : [negated(oursOut(own))])),
  };
}

const theirsOut = ({ state, currency, amount_cents }: StatementLine): Sum => ({
  currency,
  cents: state === 'failed' || state === 'returned' ? ZERO : amount_cents,
});
const oursOut = ({ state, currency, amount_cents }: LedgerLine): Sum => ({ currency, cents: OUT.has(state) ? amount_cents : ZERO });
const negated = ({ currency, cents: value }: Sum): Sum => ({ currency, cents: negateCents(value) });

/** By currency, without those that come to nothing. */
function sums(...parts: Sum[]): Sum[] {
  const total = new Map<string, Cents>();
  for (const part of parts) total.set(part.currency, addCents(total.get(part.currency) ?? ZERO, part.cents));
  return [...total].flatMap(([currency, value]) => (value === 0 ? [] : [{ currency, cents: value }]));
}

export interface Summary {
  currency: string;
  /** Lines of theirs and payouts of ours whose money is out, and what they come to. */
  theirs: number;
  theirs_cents: Cents;
  fees_cents: Cents;
  ours: number;
  ours_cents: Cents;
  /** Theirs with fees, less ours: what the differences must add up to. */
  apart_cents: Cents;
}

export function summarise(theirs: readonly StatementLine[], ours: readonly LedgerLine[]): Summary[] {
  const currencies = [...new Set([...theirs, ...ours].map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const lines = theirs.filter((line) => line.currency === currency);
    const outs = lines.filter((line) => theirsOut(line).cents !== 0);
    const owns = ours.filter((own) => own.currency === currency && OUT.has(own.state));
    const [theirs_cents, ours_cents] = [
      addCents(...outs.map(({ amount_cents }) => amount_cents)),
      addCents(...owns.map(({ amount_cents }) => amount_cents)),
    ];
    const fees_cents = addCents(...lines.map(({ fee_cents }) => fee_cents ?? ZERO));
    const apart_cents = subtractCents(addCents(theirs_cents, fees_cents), ours_cents);
    return { currency, theirs: outs.length, theirs_cents, fees_cents, ours: owns.length, ours_cents, apart_cents };
  });
}

/** What nobody has named: it is nothing, or this file is wrong. Takes rows as they are stored. */
export function unexplained(
  { currency, apart_cents }: { currency: string; apart_cents: number },
  differences: readonly { effect: readonly { currency: string; cents: number }[] }[],
): Cents {
  const explained = differences.flatMap(({ effect }) => effect).filter((one) => one.currency === currency);
  return subtractCents(cents(apart_cents), addCents(...explained.map(({ cents: value }) => cents(value))));
}
