// A small account for the rule tests: a rule set in a line, events in a line, and what the fold made of them.
import { cents, money } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import type { MarketData, MarketSymbol } from '@/lib/rules/market';
import { compareKeys, EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type {
  ChangedEvent,
  FoldEvent,
  Folded,
  OpenPosition,
  Opening,
  OperationEvent,
  RuleSet,
  RuleState,
  Signature,
} from '@/lib/rules/types';

export type Rules = Record<string, Record<string, unknown>[]>;

export function ruleSet(rules: Rules, header: Record<string, unknown> = {}): RuleSet {
  const reset = { tz: 'Europe/Prague', time: '00:00' };
  const base = { format: 'rule-set/1', code: 'test', version: 1, currency: 'USD', initial_balance: '100000.00', reset };
  const compiled = compileRuleSet({ ...base, ...header, rules });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}

export const usd = (text: string) => money(text, 2);
export const at = (text: string) => Date.parse(text.length === 16 ? `${text}:00Z` : text);

let serial = 0;
function base(when: string, eventClass: number, id?: string) {
  const named = id ?? `e${(serial += 1)}`;
  return { at: at(when), id: named, key: orderKey(BigInt(at(when)) * 1000n, eventClass, named) };
}

interface CloseOptions {
  id?: string;
  position?: string;
  volume?: string;
  openedAt?: string | null;
  isFinal?: boolean | null;
  floatingAfter?: string;
  symbol?: string;
  side?: 'buy' | 'sell';
  openPrice?: string;
  signature?: Signature;
}
export function close(when: string, net: string, options: CloseOptions = {}): FoldEvent {
  const head = base(when, EVENT_CLASS.deal, options.id);
  return {
    ...head,
    kind: 'deal',
    booked_cents: usd(net),
    net_cents: usd(net),
    position_id: options.position ?? head.id,
    symbol: options.symbol ?? 'EURUSD',
    side: options.side ?? 'buy',
    volume: options.volume ?? '1.00',
    opened_at: options.openedAt === undefined || options.openedAt === null ? null : at(options.openedAt),
    is_final: options.isFinal === undefined ? true : options.isFinal,
    ...(options.openPrice === undefined ? {} : { open_price: options.openPrice }),
    ...options.signature,
    ...(options.floatingAfter === undefined ? {} : { floating_after_cents: usd(options.floatingAfter) }),
  };
}

export function mark(
  when: string,
  fields: { floating?: string; equity?: string; low?: string; high?: string; balance?: string; count?: number; positions?: OpenPosition[] },
): FoldEvent {
  return {
    ...base(when, EVENT_CLASS.mark),
    kind: 'mark',
    ...(fields.floating === undefined ? {} : { floating_cents: usd(fields.floating) }),
    ...(fields.equity === undefined ? {} : { equity_cents: usd(fields.equity) }),
    ...(fields.low === undefined ? {} : { equity_low_cents: usd(fields.low) }),
    ...(fields.high === undefined ? {} : { equity_high_cents: usd(fields.high) }),
    ...(fields.balance === undefined ? {} : { balance_cents: usd(fields.balance) }),
    ...(fields.count === undefined ? {} : { open_position_count: fields.count }),
    ...(fields.positions === undefined ? {} : { positions: fields.positions }),
  };
}

export function position(id: string, floating: string | null, volume = '1.00', more: Partial<OpenPosition> = {}): OpenPosition {
  const prices = { symbol: 'EURUSD', side: 'buy' as const, open_price: '1.08500', opened_at: null, stop_loss: null, take_profit: null };
  return { position_id: id, volume, ...prices, floating_cents: floating === null ? null : usd(floating), ...more };
}

export function opened(when: string, held: OpenPosition): FoldEvent {
  return { ...base(when, EVENT_CLASS.opened), kind: 'opened', position: { ...held, opened_at: at(when) } };
}

export function changed(when: string, id: string, fields: Partial<Omit<ChangedEvent, 'kind' | 'position_id'>>): FoldEvent {
  return { ...base(when, EVENT_CLASS.changed), kind: 'changed', position_id: id, ...fields };
}

export function operation(when: string, name: OperationEvent['operation'], amount: string, extra: Partial<OperationEvent> = {}): FoldEvent {
  return {
    ...base(when, EVENT_CLASS.operation, extra.id),
    kind: 'operation',
    operation: name,
    amount_cents: usd(amount),
    affects_profit: false,
    ...extra,
  };
}

export function payout(when: string, amount: string, extra: { split_bps?: number; reference?: string } = {}): FoldEvent {
  return { ...base(when, EVENT_CLASS.payout), kind: 'payout', amount_cents: usd(amount), ...extra };
}

export function clock(when: string): FoldEvent {
  return { ...base(when, EVENT_CLASS.clock), kind: 'clock' };
}

export function unblock(when: string): FoldEvent {
  return { ...base(when, EVENT_CLASS.unblock), kind: 'unblock' };
}

export interface Played extends Folded {
  states: RuleState[];
}
/** Sorts, folds and assesses. The account is funded with its initial balance unless told otherwise. */
export function play(rules: RuleSet, events: FoldEvent[], opening: Partial<Opening> = {}, data?: MarketData): Played {
  const start: Opening = { at: at('2026-01-12T08:00'), balance_cents: rules.header.initial_cents, is_funded: true, ...opening };
  const sorted = [...events].sort((a, b) => compareKeys(a.key, b.key));
  const folded = fold(openFacts(start, rules), sorted, rules, data === undefined ? {} : { market: data });
  return { ...folded, states: assess(folded.facts, rules, data) };
}

export const known = { floating_cents: cents(0) };

function instrument(kind: string, contract: string, quote = 'USD', more: Partial<MarketSymbol> = {}): MarketSymbol {
  return { code: kind, class: kind, contract_size: contract, quote_currency: quote, is_micro: false, calendar: 'exchange', ...more };
}
const year = { from: at('2026-01-01T00:00'), to: at('2027-01-01T00:00') };
/** A market with a few instruments, no releases but a calendar for 2026, and one holiday: Friday 3 April 2026. */
export const market: MarketData = {
  symbols: {
    EURUSD: instrument('forex', '100000'),
    USDJPY: instrument('forex', '100000', 'JPY'),
    XAUUSD: instrument('metal', '100'),
    BTCUSD: instrument('crypto', '1'),
    ES: instrument('index', '50'),
    MES: instrument('index', '5', 'USD', { code: 'MES', is_micro: true }),
  },
  news: { covers: [year], releases: [{ event: 'CPI', at: at('2026-01-13T13:30') }] },
  rates: { 'USD/JPY': Array.from({ length: 53 }, (_, week) => ({ at: year.from + week * 7 * 86_400_000, rate: '150', source: 'test' })) },
  holidays: { exchange: { days: ['2026-04-03'], covers: [year] } },
};

/** What was found, in short: subject and outcome of each verdict. */
export function told(played: Played): string[] {
  return played.raised.map(({ subject, outcome }) => (outcome === 'breach' ? subject : outcome));
}
