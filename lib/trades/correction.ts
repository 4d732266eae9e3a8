// The message that mends a trade: a reversal and, where something else is to stand in its place, the trade as it should have been. Both carry
// the instant of the trade they mend, so that the account is told again as if it had been right from then on.
import type { Correction } from '@/lib/api/people-requests';
import { addCents, formatMoney, parseMoney, type Cents } from '@/lib/money';

/** A row of the trades list. */
export interface StandingTrade {
  id: string;
  account_id: string;
  external_id: string;
  position_id: string;
  symbol: string;
  type: 'buy' | 'sell';
  lots: string | number;
  volume_unit: string | null;
  open_price: string | number;
  close_price: string | number;
  stop_loss: string | number | null;
  take_profit: string | number | null;
  open_time: string | null;
  close_time: string;
  profit_loss_cents: Cents;
  commission_cents: Cents;
  swap_cents: Cents;
  fee_cents: Cents;
  booked_cents: Cents;
  net_profit_cents: Cents;
  magic_number: string | number | null;
  comment: string | null;
  is_final_slice: boolean | null;
  reverses_id: string | null;
  is_reversed: boolean;
  currency: string;
}
type Ref = { platform: string; server: string; login: string };

export function correctionMessage(trade: StandingTrade, account: Ref, { reason, ...change }: Correction, digits: number) {
  const at = new Date(trade.close_time).toISOString();
  const reversal = {
    type: 'trade.reversed',
    // After the trade and before its replacement, in the order in which events of one instant are told.
    data: {
      account,
      external_id: `${trade.external_id}:0-reversed`,
      reverses_external_id: trade.external_id,
      reason: reason.slice(0, 255),
      occurred_at: at,
    },
  };
  const replaces = Object.values(change).some((value) => value !== undefined);
  const events = replaces ? [reversal, { type: 'trade.closed', data: replacementOf(trade, account, change, digits) }] : [reversal];
  return { type: 'batch', timestamp: at, events };
}

function replacementOf(trade: StandingTrade, account: Ref, change: Omit<Correction, 'reason'>, digits: number) {
  const sum = (given: string | number | undefined, before: Cents) => (given === undefined ? formatMoney(before, digits) : String(given));
  const parts = [
    sum(change.profit_loss, trade.profit_loss_cents),
    sum(change.commission, trade.commission_cents),
    sum(change.swap, trade.swap_cents),
    sum(change.fee, trade.fee_cents),
  ] as const;
  const read = parts.map((text) => parseMoney(text, digits));
  const net = read.every((one) => one !== null) ? addCents(...(read as Cents[])) : null;
  const [gross, commission, swap, fee] = parts;
  const same = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given);
  const text = (value: string | number | null) => (value === null ? undefined : String(value));
  return {
    account,
    external_id: change.ticket_number ?? `${trade.external_id}:1-corrected`,
    supersedes_external_id: trade.external_id,
    position_id: trade.position_id,
    symbol: same(change.symbol, trade.symbol),
    side: same(change.type, trade.type),
    volume: String(change.lots ?? trade.lots),
    volume_unit: trade.volume_unit ?? 'lot',
    opened_at: instantOf(same(change.open_time, trade.open_time)),
    closed_at: instantOf(change.close_time ?? trade.close_time),
    open_price: String(change.open_price ?? trade.open_price),
    close_price: String(change.close_price ?? trade.close_price),
    stop_loss: text(same(change.stop_loss, trade.stop_loss)),
    take_profit: text(same(change.take_profit, trade.take_profit)),
    gross,
    commission,
    swap,
    fee,
    // A sum that cannot be read is refused by its own name at the door.
    net: net === null ? gross : formatMoney(net, digits),
    // What was booked apart from the slice, such as a cost at the opening, stays booked apart.
    ...(net === null ? {} : { booked: formatMoney(addCents(trade.booked_cents, net, negative(trade.net_profit_cents)), digits) }),
    currency: trade.currency,
    magic: text(trade.magic_number),
    ...(trade.comment === null ? {} : { comment: trade.comment }),
    ...(trade.is_final_slice === null ? {} : { is_final_slice: trade.is_final_slice }),
  };
}

const instantOf = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());
const negative = (amount: Cents): Cents => -amount as Cents;
