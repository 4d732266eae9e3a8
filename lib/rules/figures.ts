// Where every rule stands, in numbers only: what a batch over thousands of accounts asks before anybody wants to read why. The words
// are `assess`; both say the same figures, which a test holds against each other over histories of every rule.
import { isHeld } from '@/lib/rules/episodes';
import { bandReader, usedBps, type BandReader } from '@/lib/rules/bands';
import { instanceKey, type InstanceMemory } from '@/lib/rules/facts';
import { READERS } from '@/lib/rules/figure-readers';
import type { Reader, Reading } from '@/lib/rules/figure-reading';
import type { MarketData } from '@/lib/rules/market';
import { ruleOf } from '@/lib/rules/register';
import { judgedOf, type Judged, type Rule } from '@/lib/rules/rule';
import type { Facts, RuleInstance, RuleSet, RuleState, Status } from '@/lib/rules/types';

export type Figures = Omit<RuleState, 'evidence' | 'message' | 'after_reset'>;

interface Seat {
  key: string;
  instance: RuleInstance;
  rule: Rule;
  judged: Judged<unknown>;
  read: Reader<unknown>;
  row: Figures & Reading;
  /** Whether an earlier breach may still hold the account; where it cannot, the memory of it is not even looked at. */
  mayHold: boolean;
}
interface Scan {
  market: MarketData | undefined;
  bandOf: BandReader;
  seats: Seat[];
  rows: Figures[];
}
const never: Reader<unknown> = () => false;

// A published rule set never changes and market data come as immutable versions, so what is bound to them stays.
const scans = new WeakMap<RuleSet, Scan>();

/** A row per instance, in the register's order. The rows are used again: what should outlast the next account has to be copied. */
export function figuresOf(facts: Facts, ruleSet: RuleSet, market?: MarketData): readonly Figures[] {
  let scan = scans.get(ruleSet);
  if (scan === undefined || scan.market !== market) scans.set(ruleSet, (scan = scanOf(ruleSet, market)));
  for (const seat of scan.seats) fill(seat, facts, scan.bandOf);
  return scan.rows;
}

function scanOf(ruleSet: RuleSet, market: MarketData | undefined): Scan {
  const seats = ruleSet.instances.map((instance) => {
    const rule = ruleOf(instance.rule);
    const judged = judgedOf(rule, instance, ruleSet.header, market);
    const { rule: name, instance: number, consequence } = instance;
    const nothing = { measured: null, limit: null, headroom: null, allowance: null, used_bps: null, broken: false };
    const row: Seat['row'] = { rule: name, instance: number, consequence, outcome: 'pass', status: 'none', unit: 'cents', ...nothing };
    // A running share has a consequence of its own.
    const mayHold = consequence === 'pause' || consequence === 'block' || instance.rule === 'consistency';
    return { key: instanceKey(instance), instance, rule, judged, read: READERS[instance.rule]?.(judged, row) ?? never, row, mayHold };
  });
  return { market, bandOf: bandReader(ruleSet.header), seats, rows: seats.map((seat) => seat.row) };
}

function fill(seat: Seat, facts: Facts, bandOf: BandReader): void {
  const { key, instance, row } = seat;
  const memory = facts.rules[key] as InstanceMemory | undefined;
  if (memory === undefined) throw new Error(`facts remember nothing of ${key}: they were opened under another rule set`);
  if (!seat.read(memory.own, facts, row)) {
    const { outcome, unit, measured, limit, headroom, allowance, broken } = seat.rule.stand(seat.judged, memory.own, facts);
    Object.assign(row, { outcome, unit, measured, limit, headroom, allowance, broken });
  }
  row.used_bps = row.headroom === null || row.allowance === null ? null : usedBps(row.headroom, row.allowance);
  const { failed } = facts;
  const isFailed = failed !== null && failed.rule === instance.rule && failed.instance === instance.instance;
  if (isFailed || (seat.mayHold && isHeld(memory.gate, instance.consequence, facts.at))) {
    row.outcome = 'breach';
    row.status = 'violated';
  } else row.status = wordOf(row, bandOf);
}

/** As `assess` words it. */
function wordOf({ outcome, headroom, allowance, broken }: Reading, bandOf: BandReader): Status {
  if (outcome === 'unknown') return 'unknown';
  if (outcome === 'met' || outcome === 'not_met' || outcome === 'no_data') return 'none';
  if (headroom === null || allowance === null) return broken ? 'violated' : 'safe';
  return bandOf(headroom, allowance, broken);
}
