// One pair of fills with everything that stands in other lists: its fills and what they were charged, its contract, its account. What is
// missing is named by the path where it was looked for.
import { decimal, rational, rescale } from '@/lib/decimal';
import { addCents, negateCents, money, type Cents } from '@/lib/money';
import type { AccountRef } from '@/lib/trades/event';
import type { Fill } from '@/lib/trades/fifo';
import { millisOf } from '@/lib/trades/instant-text';
import { grossOf, instrumentOf, type Instrument } from './symbol-facts';
import { findIn, type Entity, type Found, type Lists } from './tradovate-lists';

const DIGITS = 2;
/** The platform's number for the dollar, and the currency of a product that names none. */
const DOLLAR = '1';

export interface Resolved {
  path: string;
  pair: Entity<'fillPairs'>;
  account: AccountRef;
  instrument: Instrument;
  currency: string;
  open: Fill;
  close: Fill;
  /** Units of 1e-8. */
  volume: bigint;
  gross: Cents;
}
export interface Unresolved {
  external_id: string | null;
  code: string;
  path: string;
}

class Missing extends Error {
  constructor(
    readonly code: string,
    readonly path: string,
  ) {
    super(code);
  }
}

export function resolvePair(found: Found<Entity<'fillPairs'>>, lists: Lists, environment: string): Resolved | Unresolved {
  if (!found.ok) return { external_id: found.id, code: found.code, path: found.path };
  const { value: pair, path } = found;
  try {
    return resolve(pair, path, lists, environment);
  } catch (error) {
    if (error instanceof Missing) return { external_id: `${pair.buyFillId}:${pair.sellFillId}`, code: error.code, path: error.path };
    throw error;
  }
}

function resolve(pair: Entity<'fillPairs'>, path: string, lists: Lists, environment: string): Resolved {
  const bought = needed(findIn(lists.fills, pair.buyFillId, `${path}.buyFillId`));
  const sold = needed(findIn(lists.fills, pair.sellFillId, `${path}.sellFillId`));
  if (bought.action !== 'Buy') throw new Missing('unknown-enum', `${path}.buyFillId`);
  if (sold.action !== 'Sell' || sold.contractId !== bought.contractId) throw new Missing('unknown-enum', `${path}.sellFillId`);
  const contract = needed(findIn(lists.contracts, bought.contractId, `${path}.buyFillId.contractId`));
  const position = needed(findIn(lists.positions, pair.positionId, `${path}.positionId`));
  const account = accountOf(position.accountId, `${path}.positionId.accountId`, lists, environment);
  if ('code' in account) throw new Missing(account.code, account.path);
  const instrument = instrumentIn(lists, contract.name, path);
  const buy = fillOf(bought, pair.buyPrice, contract.name, lists, path);
  const sell = fillOf(sold, pair.sellPrice, contract.name, lists, path);
  const [open, close] = isBefore(buy, sell) ? [buy, sell] : [sell, buy];
  const volume = rescale(decimal(pair.qty), 8, 'trunc');
  if (volume > open.volume || volume > close.volume) throw new Missing('sum-mismatch', `${path}.qty`);
  const prices = { open_price: open.price, close_price: close.price };
  const gross = grossOf({ side: open.side, ...prices, volume }, rational(instrument.value_per_unit), DIGITS);
  if (gross === null) throw new Missing('too-many-digits', `${path}.qty`);
  return { path, pair, account, instrument, currency: 'USD', open, close, volume, gross };
}

/** The login is the account's name, as it stands in the platform's files. */
export function accountOf(id: string, path: string, lists: Lists, environment: string): AccountRef | Unresolved {
  const found = findIn(lists.accounts, id, path);
  if (!found.ok) return { external_id: null, code: found.code, path: found.path };
  return { platform: 'tradovate', server: environment, login: found.value.name };
}

function needed<T>(found: Found<T>): T {
  if (!found.ok) throw new Missing(found.code, found.path);
  return found.value;
}

function instrumentIn(lists: Lists, contract: string, path: string): Instrument {
  const products = lists.products.flatMap((found) => (found.ok ? [found.value] : []));
  const facts = products.map((one) => ({
    code: one.name,
    aliases: [],
    value_per_unit: one.valuePerPoint,
    quote_currency: currencyOf(one.currencyId),
  }));
  const instrument = instrumentOf(contract, 'USD', facts);
  if (typeof instrument !== 'string') return instrument;
  const strange = products.some((one) => currencyOf(one.currencyId) !== 'USD');
  throw new Missing(strange ? 'currency-mismatch' : 'missing-field', `${path}.product`);
}

function currencyOf(id: string | undefined): string {
  return id === undefined || id === DOLLAR ? 'USD' : `currency ${id}`;
}

function fillOf(fill: Entity<'fills'>, price: string, symbol: string, lists: Lists, path: string): Fill {
  const fee = needed(findIn(lists.fillFees, fill.id, `${path}.fillFees`));
  const { id: _id, commission = '0', ...others } = fee;
  return {
    ...{ id: fill.id, where: path, at: millisOf(fill.timestamp), wall: null, side: fill.action === 'Buy' ? 'buy' : 'sell', symbol },
    ...{ volume: rescale(decimal(fill.qty), 8, 'trunc'), price, order_id: fill.orderId, opens: null },
    session_date: fill.tradeDate === undefined ? null : dateOf(fill.tradeDate),
    commission_cents: negateCents(money(commission, DIGITS)),
    fee_cents: negateCents(addCents(...Object.values(others).map((amount) => money(amount ?? '0', DIGITS)))),
  };
}

function dateOf({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function isBefore(a: Fill, b: Fill): boolean {
  return a.at < b.at || (a.at === b.at && BigInt(a.id) <= BigInt(b.id));
}
