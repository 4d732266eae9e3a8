// Events as the rows people query: the map of wire, TypeScript and SQL names is kept here and nowhere else.
import type { RecordedOutcome } from '@/lib/trades/answer';
import type { FreshEvent } from '@/lib/trades/admit';
import type { BalanceOperation, Trade } from '@/lib/trades/event';

interface EventRow {
  kind: string;
  external_id: string;
  order_key: string;
  occurred_at: string;
  received_at: string;
  source: string;
  inbox_id: string | null;
  content_sha256: string;
  data: unknown;
  outcome: RecordedOutcome;
}

export function eventRow({ event, key, digest }: FreshEvent, inboxId: string | null, outcome: RecordedOutcome): EventRow {
  const { kind, external_id, occurred_at, received_at, source } = event;
  return {
    kind,
    external_id,
    order_key: key,
    occurred_at,
    received_at,
    source,
    inbox_id: inboxId,
    content_sha256: digest,
    data: event,
    outcome,
  };
}

export function tradeRow(trade: Trade, inboxId: string | null, isLate: boolean) {
  return {
    external_id: trade.external_id,
    ticket_number: trade.close_deal_id,
    position_id: trade.position_id,
    symbol: trade.symbol,
    type: trade.side,
    lots: trade.volume,
    volume_unit: trade.volume_unit,
    contract_size: trade.contract_size ?? null,
    open_price: trade.open_price,
    close_price: trade.close_price,
    stop_loss: trade.stop_loss ?? null,
    take_profit: trade.take_profit ?? null,
    open_time: trade.opened_at,
    close_time: trade.closed_at,
    profit_loss_cents: trade.gross_cents,
    commission_cents: trade.commission_cents,
    swap_cents: trade.swap_cents,
    fee_cents: trade.fee_cents,
    booked_cents: trade.booked_cents,
    magic_number: trade.magic ?? null,
    comment: trade.comment ?? null,
    close_reason: trade.close_reason ?? null,
    is_final_slice: trade.is_final_slice ?? null,
    is_late: isLate,
    supersedes_external_id: trade.supersedes_external_id ?? null,
    inbox_id: inboxId,
  };
}
export type TradeRow = ReturnType<typeof tradeRow>;

export function operationRow(operation: BalanceOperation) {
  return {
    external_id: operation.external_id,
    kind: operation.operation,
    amount_cents: operation.amount_cents,
    affects_profit: operation.affects_profit,
    reference: operation.reference ?? null,
    position_id: operation.position_id ?? null,
    comment: operation.comment ?? null,
    occurred_at: operation.occurred_at,
  };
}
