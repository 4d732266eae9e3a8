// What makes two deliveries the same event, and where an event stands in the one order of its account.
import { createHash } from 'node:crypto';
import { decimal, decimalText } from '@/lib/decimal';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { BrokerEvent, EventKind, Instant } from '@/lib/trades/event';
import { microsOf } from '@/lib/trades/instant-text';

const CLASS_OF: Record<EventKind, number> = {
  trade: EVENT_CLASS.deal,
  reversal: EVENT_CLASS.reversal,
  'position-opened': EVENT_CLASS.opened,
  'position-changed': EVENT_CLASS.changed,
  balance: EVENT_CLASS.operation,
  snapshot: EVENT_CLASS.mark,
};

/** Ids are unique within a kind only: deals of one instant that share an id still need one order, and no id is spelled with this mark. */
const TIE_OF: Partial<Record<EventKind, string>> = { 'position-opened': '\u00011', 'position-changed': '\u00012', reversal: '\u00013' };

export function eventKey(event: { kind: EventKind; external_id: string; occurred_at: Instant }): string {
  const micros = microsOf(event.occurred_at);
  if (micros === null) throw new Error(`Not an instant: ${event.occurred_at}`);
  return orderKey(micros, CLASS_OF[event.kind], event.external_id) + (TIE_OF[event.kind] ?? '');
}

/**
 * Digest of what an event says, whoever said it: the route it came by, the raw message and the platform's own clock are left out, and so
 * is what only decorates (comments, order ids), because a report and a webhook word those differently for one and the same deal.
 */
export function contentDigest(event: BrokerEvent): string {
  return createHash('sha256')
    .update(JSON.stringify(content(event)))
    .digest('hex');
}

function content(event: BrokerEvent): unknown[] {
  switch (event.kind) {
    case 'trade':
      return [
        event.kind,
        event.occurred_at,
        event.position_id,
        event.symbol,
        event.side,
        plain(event.volume),
        event.volume_unit,
        event.opened_at,
        plain(event.open_price),
        plain(event.close_price),
        event.gross_cents,
        event.commission_cents,
        event.swap_cents,
        event.fee_cents,
        event.booked_cents,
        event.currency,
      ];
    case 'balance':
      return [
        event.kind,
        event.occurred_at,
        event.operation,
        event.amount_cents,
        event.currency,
        event.affects_profit,
        event.reference ?? null,
      ];
    case 'snapshot':
      return [
        event.kind,
        event.occurred_at,
        event.balance_cents,
        event.equity_cents,
        event.credit_cents,
        event.floating_cents ?? null,
        event.equity_low_cents ?? null,
        event.equity_high_cents ?? null,
        event.open_position_count ?? null,
        (event.positions ?? []).map((one) => [one.position_id, one.side, plain(one.volume), one.floating_cents, one.swap_cents]),
      ];
    case 'reversal':
      return [event.kind, event.occurred_at, event.reverses_external_id];
    case 'position-opened':
      return [event.kind, event.occurred_at, event.position_id, event.symbol, event.side, plain(event.volume), plain(event.open_price)];
    case 'position-changed':
      return [
        event.kind,
        event.occurred_at,
        event.position_id,
        maybe(event.volume),
        maybe(event.open_price),
        maybe(event.stop_loss),
        maybe(event.take_profit),
      ];
  }
}

/** "1.10" and "1.1" are the same volume. */
function plain(text: string): string {
  return decimalText(decimal(text));
}
/** Absent and removed are different things to say. */
function maybe(text: string | null | undefined): string | null {
  return text === undefined ? 'absent' : text === null ? null : plain(text);
}
