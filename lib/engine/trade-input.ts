// The trade as earlier callers send it, read once into our own wire: numbers by their shortest decimal form, instants in UTC, gross and
// costs apart. From there on it is a message like any other, so the engine and the door cannot judge one trade in two ways.
import { z } from 'zod';
import { addDecimals, decimalText, parseDecimal } from '@/lib/decimal';
import { refused } from '@/lib/engine/refused';
import { VOLUME_UNITS } from '@/lib/trades/event';
import { instantText, microsOf } from '@/lib/trades/instant-text';

/** A number, or decimal text where a float would not be exact. */
export type Num = number | string;

export interface TradeInput {
  /** The account's id; it runs under the rule set it pinned. */
  challenge_id: string;
  /** The trader's id; another trader's account is `not-found`. */
  user_id: string;
  ticket_number: string;
  symbol: string;
  type: 'buy' | 'sell';
  lots: Num;
  open_price: Num;
  close_price: Num;
  open_time: Date | string | null;
  close_time: Date | string;
  /** Gross, major units. */
  profit_loss: Num;
  commission?: Num;
  swap?: Num;
  fee?: Num;
  position_id?: string;
  stop_loss?: Num;
  take_profit?: Num;
  magic_number?: Num;
  comment?: string;
  currency?: string;
}

const num = z.union([z.number(), z.string()]).transform((value, context) => {
  const read = typeof value === 'number' && !Number.isFinite(value) ? null : parseDecimal(String(value));
  if (read !== null) return decimalText(read);
  context.addIssue({ code: 'custom', message: 'must be a number or decimal text' });
  return z.NEVER;
});
const instant = z.union([z.date(), z.string()]).transform((value, context) => {
  const micros = typeof value === 'string' ? microsOf(value) : Number.isNaN(value.getTime()) ? null : BigInt(value.getTime()) * 1000n;
  if (micros !== null) return instantText(micros);
  context.addIssue({ code: 'custom', message: 'must be an instant with a zone' });
  return z.NEVER;
});
const name = z.string().min(1).max(255);

/** The trade as callers send it, read strictly. */
export const tradeShape = z.strictObject({
  challenge_id: z.uuid(),
  user_id: z.uuid(),
  ticket_number: name,
  symbol: name.max(64),
  type: z.enum(['buy', 'sell']),
  lots: num,
  open_price: num,
  close_price: num,
  open_time: instant.nullable(),
  close_time: instant,
  profit_loss: num,
  commission: num.default('0'),
  swap: num.default('0'),
  fee: num.default('0'),
  position_id: name.optional(),
  stop_loss: num.optional(),
  take_profit: num.optional(),
  magic_number: num.optional(),
  comment: z.string().max(255).optional(),
  currency: z.string().min(1).max(12).optional(),
});
export type ReadTrade = z.output<typeof tradeShape>;

/** Throws `invalid` with the path of the first thing that is not as promised. */
export function readTrade(input: unknown): ReadTrade {
  const parsed = tradeShape.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.code === 'unrecognized_keys' ? issue.keys.join() : (issue?.path ?? []).join('.');
  throw refused('invalid', `${path === '' ? 'The trade' : path}: ${issue?.message ?? 'is not valid'}.`, { path });
}

/** The message that is stored before anything is judged: the same trade always gives the same bytes. */
export function wireOf(trade: ReadTrade, account: { platform: string; server: string; login: string; currency: string }): string {
  const parts = [trade.profit_loss, trade.commission, trade.swap, trade.fee].map((text) => parseDecimal(text));
  const net = parts.reduce((sum, part) => (sum && part ? addDecimals(sum, part) : null));
  const given = Object.entries({
    stop_loss: trade.stop_loss,
    take_profit: trade.take_profit,
    magic: trade.magic_number,
    comment: trade.comment,
  }).filter(([, value]) => value !== undefined);
  const data = {
    account: { platform: account.platform, server: account.server, login: account.login },
    external_id: trade.ticket_number,
    position_id: trade.position_id ?? trade.ticket_number,
    symbol: trade.symbol,
    side: trade.type,
    volume: trade.lots,
    volume_unit: VOLUME_UNITS[0],
    opened_at: trade.open_time,
    closed_at: trade.close_time,
    open_price: trade.open_price,
    close_price: trade.close_price,
    gross: trade.profit_loss,
    commission: trade.commission,
    swap: trade.swap,
    fee: trade.fee,
    net: net ? decimalText(net) : trade.profit_loss,
    currency: trade.currency ?? account.currency,
    ...(trade.position_id === undefined ? { is_final_slice: true } : {}),
    ...Object.fromEntries(given),
  };
  return JSON.stringify({ type: 'trade.closed', timestamp: trade.close_time, data });
}

/** What the wire calls a field, in the words of the input. */
const INPUT_NAMES: Record<string, string> = {
  external_id: 'ticket_number',
  side: 'type',
  volume: 'lots',
  opened_at: 'open_time',
  closed_at: 'close_time',
  gross: 'profit_loss',
  net: 'profit_loss',
  magic: 'magic_number',
};
export function inputPath(wirePath: string | undefined): string {
  const field = (wirePath ?? '').replace(/^data\./, '');
  return INPUT_NAMES[field] ?? field;
}
