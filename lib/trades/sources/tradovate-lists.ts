// The entities a Tradovate relay forwards, as the platform's own interface lists them. Each is read alone: one that cannot be read is
// remembered with its code and path, and only what needs it is refused.
import { z } from 'zod';
import { decimalText, parseDecimal } from '@/lib/decimal';
import { isObject, JsonNumber, type JsonObject, type JsonValue } from '@/lib/trades/strict-json';
import { field, flag, id, instant, oneOf, text, wireInt } from '@/lib/trades/wire-field';

const SIGNIFICANT = 15;

/** The platform writes amounts and prices as numbers; each is read by the very digits it was written with. */
const number = field<string>({ type: 'number' }, (value) => {
  const found = value instanceof JsonNumber ? value.text : typeof value === 'string' ? value : null;
  const read = found === null ? null : parseDecimal(found);
  if (read === null) return { code: 'bad-decimal' };
  const plain = decimalText(read);
  return plain.replace(/[-.]/g, '').replace(/^0+/, '').length > SIGNIFICANT ? { code: 'too-many-digits' } : { value: plain };
});
/** Contracts are whole and more than none. */
const count = field<string>({ type: 'integer' }, (value) =>
  value instanceof JsonNumber && /^[1-9][0-9]{0,5}$/.test(value.text) ? { value: value.text } : { code: 'bad-decimal' },
);
const charge = number.optional();

const tradeDate = z.object({ year: wireInt, month: wireInt, day: wireInt });
const fill = z.object({
  ...{ id, orderId: id, contractId: id, timestamp: instant, action: oneOf(['Buy', 'Sell']), qty: count, price: number },
  tradeDate: tradeDate.optional(),
});
const fillPair = z.object({
  ...{ id, positionId: id, buyFillId: id, sellFillId: id, qty: count, buyPrice: number, sellPrice: number },
  active: flag.optional(),
});
const fillFee = z.object({
  ...{ id, commission: charge, exchangeFee: charge, clearingFee: charge, nfaFee: charge },
  ...{ brokerageFee: charge, ipFee: charge, orderRoutingFee: charge },
});
const cashBalanceLog = z.object({
  ...{ id, accountId: id, timestamp: instant, cashChangeType: text(64), delta: number },
  fillPairId: id.optional(),
  comment: text(255, 0).optional(),
});
const SHAPES = {
  accounts: z.object({ id, name: text(128) }),
  contracts: z.object({ id, name: text(64) }),
  products: z.object({ id: id.optional(), name: text(64), valuePerPoint: number, currencyId: id.optional() }),
  positions: z.object({ id, accountId: id, contractId: id }),
  fills: fill,
  fillFees: fillFee,
  fillPairs: fillPair,
  cashBalanceLogs: cashBalanceLog,
} as const;
type ListName = keyof typeof SHAPES;
export type Entity<N extends ListName> = z.output<(typeof SHAPES)[N]>;

export type Found<T> = { path: string } & ({ ok: true; value: T } | { ok: false; code: string; id: string | null });
export type Lists = { [N in ListName]: Found<Entity<N>>[] };

export function readLists(message: JsonObject): Lists {
  const read = <N extends ListName>(name: N): Found<Entity<N>>[] => {
    const list = message[name];
    return Array.isArray(list) ? list.map((one, index) => readOne(name, one, `${name}[${index}]`)) : [];
  };
  return {
    ...{ accounts: read('accounts'), contracts: read('contracts'), products: read('products'), positions: read('positions') },
    ...{ fills: read('fills'), fillFees: read('fillFees'), fillPairs: read('fillPairs'), cashBalanceLogs: read('cashBalanceLogs') },
  };
}

function readOne<N extends ListName>(name: N, value: JsonValue, path: string): Found<Entity<N>> {
  const found = SHAPES[name].safeParse(value);
  if (found.success) return { ok: true, value: found.data as Entity<N>, path };
  const issue = found.error.issues[0];
  const code = issue?.code === 'custom' ? issue.message : 'missing-field';
  const at = issue?.path.map((step) => `.${String(step)}`).join('') ?? '';
  return { ok: false, code, path: path + at, id: isObject(value) && value.id instanceof JsonNumber ? value.id.text : null };
}

/** The entity of this id, or why there is none. */
export function findIn<T extends { id?: string | undefined }>(list: Found<T>[], wanted: string, path: string): Found<T> {
  const found = list.find((one) => (one.ok ? one.value.id === wanted : one.id === wanted));
  return found ?? { ok: false, code: 'missing-field', path, id: null };
}
