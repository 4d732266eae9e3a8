// What a relay of Tradovate posts: the lists of the platform's own interface for the fills that were paired. They become events of our own
// wire, so that all that follows is one way. The platform pairs first in, first out; the earlier fill decides the side.
import { decimal, rescale } from '@/lib/decimal';
import { cents, formatMoney, parseMoney, type Cents } from '@/lib/money';
import type { AccountRef } from '@/lib/trades/event';
import type { Fill, Pair, Paired } from '@/lib/trades/fifo';
import { millisOf } from '@/lib/trades/instant-text';
import type { JsonObject, JsonValue } from '@/lib/trades/strict-json';
import { fillEvents, pairId } from './fill-events';
import { wireEvent } from './mt5-wire';
import { MAX_EVENTS, readEvent, unacceptable, type ParsedEvent, type ParsedMessage } from './neutral';
import type { Instrument } from './symbol-facts';
import { cashMeaning, cashType } from './tradovate-cash';
import { readLists, type Lists } from './tradovate-lists';
import { accountOf, resolvePair, type Resolved, type Unresolved } from './tradovate-pairs';

/** Its products are quoted in currencies of two decimals. */
const DIGITS = 2;

/** A body without a type of our own wire that lists pairs of fills or lines of the cash log. */
export function isTradovateMessage(value: JsonObject): boolean {
  return value.type === undefined && (Array.isArray(value.fillPairs) || Array.isArray(value.cashBalanceLogs));
}

export function readTradovate(message: JsonObject): ParsedMessage {
  const { environment } = message;
  if (environment !== 'demo' && environment !== 'live') return unacceptable('environment', 'The message does not say demo or live.');
  const lists = readLists(message);
  const events = [...pairEvents(lists, environment), ...cashEvents(lists, environment)];
  if (lists.fillPairs.length + lists.cashBalanceLogs.length === 0)
    return unacceptable('fillPairs', 'The message lists no pair of fills and no line of the cash log.');
  if (events.length <= MAX_EVENTS) return { ok: true, events };
  const words = `The lists make ${events.length} events, and a message may hold ${MAX_EVENTS}; split them.`;
  return { ok: false, status: 422, code: 'batch-too-large', path: 'fillPairs', message: words };
}

function pairEvents(lists: Lists, environment: string): ParsedEvent[] {
  const read = lists.fillPairs.map((found) => resolvePair(found, lists, environment));
  const resolved = read.filter((one) => 'pair' in one);
  const placed = placeParts(resolved);
  const charged = new Set<string>();
  return read.flatMap((one) => {
    if (!('pair' in one)) return [problemOf(one)];
    const pair = placed.get(one.pair.id);
    if (pair === undefined) return [];
    if (one.pair.active === false) return [reversalOf(one, pair, lists)];
    return tradeEvents(one, pair, lists, charged);
  });
}

const problemOf = ({ external_id, code, path }: Unresolved): ParsedEvent => ({
  outcome: code === 'sum-mismatch' || code === 'too-many-digits' ? 'quarantined' : 'refused',
  external_id,
  code,
  path,
});

/** What a fill was charged for each of its pairs: what it closed stands before what it opened, each in the order of the pairs. */
function placeParts(resolved: Resolved[]): Map<string, Pair> {
  const inOrder = [...resolved].sort((a, b) => compareIds(a.pair.id, b.pair.id));
  const used = new Map<string, bigint>();
  const take = (fill: Fill, volume: bigint) => {
    const from = used.get(fill.id) ?? 0n;
    used.set(fill.id, from + volume);
    return { fill, from, volume };
  };
  const closes = new Map(inOrder.map((one) => [one.pair.id, take(one.close, one.volume)]));
  return new Map(
    inOrder.flatMap((one): [string, Pair][] => {
      const close = closes.get(one.pair.id);
      if (!close) return [];
      const open = take(one.open, one.volume);
      return [[one.pair.id, { kind: 'pair', open, close, is_final: used.get(one.open.id) === one.open.volume }]];
    }),
  );
}

/** The slice, and once for each opening fill the position it opened and what it was charged then. */
function tradeEvents(one: Resolved, pair: Pair, lists: Lists, charged: Set<string>): ParsedEvent[] {
  const [trade] = eventsOf([pair], one);
  const mismatch = ledgerDisagrees(one, lists);
  if (mismatch !== null || !trade)
    return [problemOf({ external_id: pairId(one.open, one.close), code: 'sum-mismatch', path: mismatch ?? one.path })];
  if (charged.has(one.open.id)) return [trade];
  charged.add(one.open.id);
  const from = closedBy(one.open, lists);
  const part = { fill: one.open, from, volume: one.open.volume - from };
  return [...eventsOf([{ kind: 'entry', part }], one), trade];
}

/** How much of a fill closed what was open before: the rest of it opened. */
function closedBy(fill: Fill, lists: Lists): bigint {
  const pairs = lists.fillPairs.flatMap((found) => (found.ok ? [found.value] : []));
  const others = pairs.filter((pair) => (fill.side === 'buy' ? pair.buyFillId : pair.sellFillId) === fill.id);
  return others.reduce((sum, pair) => {
    const other = lists.fills.find((found) => found.ok && found.value.id === (fill.side === 'buy' ? pair.sellFillId : pair.buyFillId));
    const isEarlier = other?.ok === true && comesBefore(other.value, fill);
    return isEarlier ? sum + rescale(decimal(pair.qty), 8, 'trunc') : sum;
  }, 0n);
}

function comesBefore(other: { id: string; timestamp: string }, fill: Fill): boolean {
  const at = millisOf(other.timestamp);
  return at < fill.at || (at === fill.at && compareIds(other.id, fill.id) < 0);
}

function eventsOf(items: Paired[], one: { account: AccountRef; currency: string; instrument: Instrument }): ParsedEvent[] {
  const { account, currency, instrument } = one;
  const config = { account, currency, source: 'webhook' as const, digits: DIGITS, zone: null, received_at: '', message_id: '' };
  return items.flatMap((item) => fillEvents(item, instrument, config)).map((event) => readOwn(wireEvent(event, DIGITS)));
}

/** Our own wire, read as if it had been posted: one set of checks for every sender. */
function readOwn(event: { type: string; data: Record<string, unknown> }): ParsedEvent {
  return readEvent(event as unknown as JsonValue, '');
}

/** Where the platform's own ledger moved by another amount than the prices come to, the path of that line. */
function ledgerDisagrees({ pair, gross }: Resolved, lists: Lists): string | null {
  for (const log of lists.cashBalanceLogs) {
    if (!log.ok || log.value.fillPairId !== pair.id || cashType(log.value.cashChangeType) !== 'tradepaired') continue;
    if (parseMoney(log.value.delta, DIGITS) !== gross) return `${log.path}.delta`;
  }
  return null;
}

function reversalOf(one: Resolved, pair: Pair, lists: Lists): ParsedEvent {
  const cancelled = lists.cashBalanceLogs.find(
    (log) => log.ok && log.value.fillPairId === one.pair.id && cashType(log.value.cashChangeType) === 'cancelledpairedtrade',
  );
  const reverses_external_id = pairId(pair.open.fill, pair.close.fill);
  const occurred_at = cancelled?.ok ? cancelled.value.timestamp : new Date(one.close.at).toISOString();
  const data = { account: { ...one.account }, external_id: `${reverses_external_id}-taken-back`, reverses_external_id, occurred_at };
  return readOwn({ type: 'trade.reversed', data: { ...data, reason: 'the platform took the pair back' } });
}

function cashEvents(lists: Lists, environment: string): ParsedEvent[] {
  return lists.cashBalanceLogs.flatMap((log): ParsedEvent[] => {
    if (!log.ok) return [problemOf({ external_id: log.id, code: log.code, path: log.path })];
    const { id, accountId, timestamp, cashChangeType, delta, comment } = log.value;
    const amount: Cents = parseMoney(delta, DIGITS) ?? cents(0);
    const meaning = cashMeaning(cashChangeType, amount < 0);
    if (meaning === 'of-a-fill') return [];
    if (meaning === null) return [problemOf({ external_id: id, code: 'unknown-enum', path: `${log.path}.cashChangeType` })];
    const account = accountOf(accountId, `${log.path}.accountId`, lists, environment);
    if ('code' in account) return [problemOf({ ...account, external_id: id })];
    const said = comment === undefined || comment === '' ? {} : { comment };
    const data = {
      account: { ...account },
      external_id: id,
      ...meaning,
      amount: formatMoney(amount, DIGITS),
      currency: 'USD',
      occurred_at: timestamp,
    };
    return [readOwn({ type: 'balance.changed', data: { ...data, ...said } })];
  });
}

function compareIds(a: string, b: string): number {
  const apart = /^\d+$/.test(a) && /^\d+$/.test(b) ? BigInt(a) - BigInt(b) : 0n;
  return apart < 0n ? -1 : apart > 0n ? 1 : a.localeCompare(b);
}
