// One event as it stands on our own wire: checked for form, its amounts still text, because how many decimals money has
// is a property of the account, which is not known before the message is stored.
import { z } from 'zod';
import { OPERATIONS, PLATFORMS, REASONS, SAMPLINGS, VOLUME_UNITS } from '@/lib/trades/event';
import { amount, dec, flag, id, instant, oneOf, removable, text, wireDate, wireInt } from '@/lib/trades/wire-field';

const account = z.object({ platform: oneOf(PLATFORMS), server: text(128), login: id });
const side = oneOf(['buy', 'sell'] as const);
const base = { account, external_id: id, broker_time: text(64).optional(), broker_zone: text(64).optional() };
const stops = { stop_loss: dec.optional(), take_profit: dec.optional() };
const words = { magic: id.optional(), comment: text(255, 0).optional() };

const trade = z.object({
  ...base,
  position_id: id,
  open_deal_ids: z.array(id).max(100, { error: 'too-long' }).optional(),
  close_deal_id: id.optional(),
  order_id: id.optional(),
  symbol: text(64),
  broker_symbol: text(64).optional(),
  side,
  volume: dec,
  volume_unit: oneOf(VOLUME_UNITS),
  contract_size: dec.optional(),
  opened_at: removable(instant),
  closed_at: instant,
  open_price: dec,
  close_price: dec,
  ...stops,
  gross: amount,
  commission: amount,
  swap: amount,
  fee: amount,
  net: amount,
  booked: amount.optional(),
  currency: text(12),
  close_reason: oneOf(REASONS).optional(),
  ...words,
  is_final_slice: flag.optional(),
  session_date: wireDate.optional(),
  supersedes_external_id: id.optional(),
});
const reversal = z.object({ ...base, reverses_external_id: id, reason: text(255, 0), occurred_at: instant });
const balance = z.object({
  ...base,
  operation: oneOf(OPERATIONS),
  amount,
  currency: text(12),
  affects_profit: flag,
  position_id: id.optional(),
  reference: text(255).optional(),
  comment: words.comment,
  occurred_at: instant,
});
const position = z.object({
  position_id: id,
  symbol: text(64),
  side,
  volume: dec,
  volume_unit: oneOf(VOLUME_UNITS),
  open_price: dec,
  opened_at: instant,
  ...stops,
  floating: amount,
  swap: amount,
});
const snapshot = z.object({
  ...base,
  balance: amount,
  equity: amount,
  credit: amount.optional(),
  floating: amount.optional(),
  swap: amount.optional(),
  equity_low: amount.optional(),
  equity_high: amount.optional(),
  margin: amount.optional(),
  free_margin: amount.optional(),
  open_position_count: wireInt.optional(),
  positions: z.array(position).max(500, { error: 'too-long' }).optional(),
  sampling: oneOf(SAMPLINGS),
  occurred_at: instant,
});
const opened = z.object({
  ...base,
  position_id: id,
  symbol: text(64),
  side,
  volume: dec,
  volume_unit: oneOf(VOLUME_UNITS),
  contract_size: dec.optional(),
  open_price: dec,
  opened_at: instant,
  ...stops,
  open_reason: oneOf(REASONS).optional(),
  ...words,
});
const changed = z.object({
  ...base,
  position_id: id,
  volume: dec.optional(),
  open_price: dec.optional(),
  stop_loss: removable(dec).optional(),
  take_profit: removable(dec).optional(),
  occurred_at: instant,
});

/** The types of the wire and what each is called inside. */
export const WIRE = {
  'trade.closed': { kind: 'trade', shape: trade },
  'trade.reversed': { kind: 'reversal', shape: reversal },
  'balance.changed': { kind: 'balance', shape: balance },
  'account.snapshot': { kind: 'snapshot', shape: snapshot },
  'position.opened': { kind: 'position-opened', shape: opened },
  'position.changed': { kind: 'position-changed', shape: changed },
} as const;
export type WireType = keyof typeof WIRE;

export type TradeDraft = z.output<typeof trade>;
export type ReversalDraft = z.output<typeof reversal>;
export type BalanceDraft = z.output<typeof balance>;
export type SnapshotDraft = z.output<typeof snapshot>;
export type OpenedDraft = z.output<typeof opened>;
export type ChangedDraft = z.output<typeof changed>;

/** An event of good form. `occurred_at` is what its order is decided by, whatever the wire calls it. */
export type Draft = { occurred_at: string } & (
  | { kind: 'trade'; data: TradeDraft }
  | { kind: 'reversal'; data: ReversalDraft }
  | { kind: 'balance'; data: BalanceDraft }
  | { kind: 'snapshot'; data: SnapshotDraft }
  | { kind: 'position-opened'; data: OpenedDraft }
  | { kind: 'position-changed'; data: ChangedDraft }
);
