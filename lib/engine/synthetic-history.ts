// A synthetic life told as the events a broker would have sent, in the very form the door keeps them, with the facts the judge folds
// from them. What the judge must say of it afterwards is worked out elsewhere, by other means.
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { instantText } from '@/lib/day';
import { cents, type Cents } from '@/lib/money';
import { INITIAL, type Story } from '@/lib/engine/synthetic-expectation';
import { SCALE_RULES, STORIES, storyOf } from '@/lib/engine/synthetic-stories';
import { foldAccount } from '@/lib/trades/account-fold';
import type { AccountSnapshot, BrokerEvent, Trade } from '@/lib/trades/event';
import { contentDigest, eventKey } from '@/lib/trades/event-key';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Every so manieth story is kept without facts, so that the run also folds accounts from their first event. */
const WITHOUT_FACTS = 11;

export type Shape = ReturnType<typeof shapeOf>;

/** All lives, up to the day of `now`. */
export function shapesAt(now: number): Shape[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const ruleSet = scaleRuleSet();
  return Array.from({ length: STORIES }, (_, n) => shapeOf(n, today, ruleSet));
}

function shapeOf(n: number, today: number, ruleSet: RuleSet) {
  const story = storyOf(n);
  const events = eventsOf(story, today);
  const activated_at = instantText(firstDayOf(story, today));
  const stored = events.map((event): StoredEvent & { received_at: string; source: string; content_sha256: string } => ({
    kind: event.kind,
    external_id: event.external_id,
    order_key: eventKey(event),
    occurred_at: event.occurred_at,
    received_at: event.received_at,
    source: event.source,
    content_sha256: contentDigest(event),
    data: event,
    booked_cents: null,
    net_cents: null,
  }));
  const loaded = { facts: null, checkpoint: null, events: stored, reversed: [], activated_at, initial_balance_cents: initial() };
  const { facts } = foldAccount(loaded as unknown as LoadedAccount, [], ruleSet);
  return {
    n,
    activated_at,
    facts: n % STORIES === WITHOUT_FACTS ? null : facts,
    last_event_key: facts.last_key,
    last_event_at: instantText(facts.at),
    balance_cents: facts.balance_cents,
    high_water_cents: facts.high_water_cents,
    profit_cents: facts.cumulative_profit_cents,
    trading_day: facts.day.trading_day,
    events: stored,
    trades: events.flatMap((event) => (event.kind === 'trade' ? [tradeOf(event)] : [])),
  };
}

function eventsOf(story: Story, today: number): BrokerEvent[] {
  const lastDay = today - story.idle * DAY_MS;
  const first = firstDayOf(story, today);
  // A position closed in part stays open, and nobody said what the rest of it is worth.
  const isWhole = (day: number) => story.floating !== null || day < story.days.length - 1;
  const trades = story.days.map((net, day): BrokerEvent =>
    slice(`${day + 1}`, amount(net), first + day * DAY_MS + 10 * HOUR_MS, isWhole(day)),
  );
  if (story.floating === null || story.floating === 0n) return trades;
  const after = lastDay + 11 * HOUR_MS;
  const balance = story.days.reduce((sum, one) => sum + one, INITIAL);
  return [...trades, report(after, amount(balance), amount(story.floating))];
}

/** An account begins on the day of its first trade. */
function firstDayOf(story: Story, today: number): number {
  return today - (story.idle + story.days.length - 1) * DAY_MS;
}

function base(id: string, at: number) {
  const occurred_at = instantText(at);
  const account = { platform: 'other' as const, server: 'scale', login: '0' };
  return { external_id: id, account, source: 'webhook' as const, occurred_at, received_at: occurred_at, message_id: 'scale' };
}

function slice(id: string, net: Cents, at: number, isWhole: boolean): Trade {
  return {
    ...base(id, at),
    kind: 'trade',
    position_id: id,
    open_deal_ids: [],
    close_deal_id: id,
    symbol: 'EURUSD',
    broker_symbol: 'EURUSD',
    side: 'buy',
    volume: '1.00',
    volume_unit: 'lot',
    opened_at: instantText(at - HOUR_MS),
    closed_at: instantText(at),
    open_price: '1.08500',
    close_price: '1.08620',
    gross_cents: net,
    commission_cents: cents(0),
    swap_cents: cents(0),
    fee_cents: cents(0),
    net_cents: net,
    booked_cents: net,
    currency: 'USD',
    is_final_slice: isWhole,
  };
}

function report(at: number, balance: Cents, floating: Cents): AccountSnapshot {
  const equity_cents = cents(balance + floating);
  return {
    ...base('r', at),
    kind: 'snapshot',
    balance_cents: balance,
    equity_cents,
    credit_cents: cents(0),
    floating_cents: floating,
    sampling: 'poll',
  };
}

function tradeOf(trade: Trade) {
  return {
    external_id: trade.external_id,
    ticket_number: trade.external_id,
    position_id: trade.position_id,
    symbol: trade.symbol,
    type: trade.side,
    lots: trade.volume,
    open_price: trade.open_price,
    close_price: trade.close_price,
    open_time: trade.opened_at,
    close_time: trade.closed_at,
    profit_loss_cents: trade.gross_cents,
    commission_cents: trade.commission_cents,
    booked_cents: trade.booked_cents,
    is_final_slice: trade.is_final_slice ?? true,
  };
}

function scaleRuleSet(): RuleSet {
  const found = compileRuleSet(SCALE_RULES);
  if (!found.ok) throw new Error(`The rules of the load test do not compile: ${found.refusal.message}`);
  return found.value;
}

const initial = () => amount(INITIAL);
const amount = (value: bigint) => cents(parseInt(value.toString(), 10));
