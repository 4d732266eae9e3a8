// Accounts for measuring the pure judge: every rule of the register on, a month of trades each, some with positions open.
import { cents } from '@/lib/money';
import { fold, openFacts } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { Facts, FoldEvent, RuleSet } from '@/lib/rules/types';
import { market } from '../rules/account';

export const BOOK_RULES = {
  'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }],
  'max-drawdown': [{ mode: 'trailing_eod_balance', amount: { pct: '0.10', of: 'initial' } }],
  'max-period': [{ days: 60 }],
  inactivity: [{ days: 30 }],
  consistency: [{ threshold: '0.50', running: {} }],
  'lot-size': [{ max_lots: '5' }],
  'max-exposure': [{ max_lots: '10' }],
  'lot-consistency': [{}],
  'scaling-contracts': [
    {
      levels: [
        ['0.00', 5],
        ['1500.00', 8],
        ['3000.00', 12],
      ],
    },
  ],
  'risk-per-trade': [{ limit_pct: '0.03', consequence: 'flag' }],
  'stop-loss-required': [{}],
  'trading-hours': [{ tz: 'America/New_York', windows: [{ days: [1, 2, 3, 4, 5], from: '09:30', to: '16:00' }] }],
  'weekend-holding': [{ tz: 'America/New_York', time: '15:45' }],
  'overnight-holding': [{ tz: 'America/Chicago', time: '15:10' }],
  'news-window': [{ phases: ['evaluation'], instruments_by_event: { CPI: ['*'] } }],
  'ea-trading': [{ allowed: false, comments: ['*bot*'] }],
  'revenge-trading': [{}],
  'tick-scalping': [{ min_s: 60, max_short_count_share: '0.5' }],
  'max-trades-per-day': [{ max: 20 }],
  'profit-target': [{ target_pct: '0.08' }],
  'min-trading-days': [{ min_days: 5 }],
  'min-trades': [{ min: 10 }],
};
const { 'max-daily-loss': daily, 'max-drawdown': drawdown, inactivity, consistency, 'lot-size': lots } = BOOK_RULES;
const { 'trading-hours': hours, 'profit-target': target, 'min-trading-days': days, 'min-trades': trades } = BOOK_RULES;
/** The nine rules that most firms sell. */
export const FIRM_RULES = {
  'max-daily-loss': daily,
  'max-drawdown': drawdown,
  inactivity,
  consistency,
  'lot-size': lots,
  'trading-hours': hours,
  'profit-target': target,
  'min-trading-days': days,
  'min-trades': trades,
};
export const BOOK_MARKET: MarketData = market;

const START = Date.parse('2026-02-02T10:00:00Z');
const DAY_MS = 86_400_000;
const INITIAL = cents(10_000_000);

export function bookRuleSet(rules: Partial<typeof BOOK_RULES> = BOOK_RULES): RuleSet {
  const head = { format: 'rule-set/1', code: 'bench', version: 1, currency: 'USD', initial_balance: '100000.00' };
  const compiled = compileRuleSet({ ...head, reset: { tz: 'Europe/Prague', time: '00:00' }, rules });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value;
}

export function bookAccounts(count: number, ruleSet: RuleSet): Facts[] {
  return Array.from({ length: count }, (_, n) => {
    const opened = openFacts({ at: START, balance_cents: INITIAL, is_funded: true }, ruleSet);
    return fold(opened, history(n), ruleSet, { moments: false, market: BOOK_MARKET }).facts;
  });
}

/** Twenty trading days with two trades each; every fourth account holds a position that was reported. */
function history(n: number): FoldEvent[] {
  const events: FoldEvent[] = [];
  for (let i = 0; i < 40; i += 1) {
    const at = START + Math.floor(i / 2) * DAY_MS + (i % 2) * 3_600_000;
    const net = cents(((n * 7_919 + i * 104_729) % 40_001) - 19_000);
    const booked = { booked_cents: net, net_cents: net, symbol: 'EURUSD', side: 'buy' as const, volume: '1.00', is_final: true };
    events.push({ ...base(at, EVENT_CLASS.deal, `${i}`), kind: 'deal', ...booked, position_id: `${i}`, opened_at: at - 1_800_000 });
  }
  if (n % 4 === 0) events.push(holding(START + 20 * DAY_MS, n));
  return events;
}

function holding(at: number, n: number): FoldEvent {
  const prices = { open_price: '1.08500', stop_loss: '1.08000', take_profit: null };
  const position = { position_id: 'open', symbol: 'EURUSD', side: 'buy' as const, volume: '1.50', opened_at: at - 60_000, ...prices };
  return { ...base(at, EVENT_CLASS.mark, 'm'), kind: 'mark', positions: [{ ...position, floating_cents: cents(-(n % 30_000)) }] };
}

const base = (at: number, eventClass: number, id: string) => ({ at, id, key: orderKey(BigInt(at) * 1000n, eventClass, id) });
