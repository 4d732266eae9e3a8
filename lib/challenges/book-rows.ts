// The kept events of an account on their way into a preview. Nearly all of them are closed trades, so these come as short lists of
// exactly what the judge folds, and an account as one text: two million rows by name would be read for longer than they are judged.
import type { StoredEvent } from '@/lib/accounts/loaded';
import type { ToldHistory } from '@/lib/challenges/what-if';
import { cents, type Cents } from '@/lib/money';
import type { FoldEvent } from '@/lib/rules/types';
import { dealEvent } from '@/lib/trades/fold-event';
import { storedFoldEvent } from '@/lib/trades/account-fold';
import type { Trade } from '@/lib/trades/event';
import { millisOf } from '@/lib/trades/instant-text';
import { movesOf } from '@/lib/trades/rule-moves';

export interface AccountRow {
  id: string;
  login: string;
  status: string;
  rule_set_id: string;
  initial_balance_cents: number;
  activated_at: string | null;
  /** The present, or the end of an account that has ended: the clock of a judge went no further. */
  until: string;
  /** A JSON list of `TradeRow` and `OtherRow`, in order; null where nothing has happened. */
  events: string | null;
}
type TradeRow = [
  order_key: string,
  external_id: string,
  booked_cents: Cents,
  net_cents: Cents,
  position_id: string,
  symbol: string,
  side: Trade['side'],
  volume: string,
  opened_at: string | null,
  is_final_slice: boolean | null,
  open_price: string,
  close_reason: Trade['close_reason'] | null,
  magic: string | null,
  comment: string | null,
];
type OtherRow = [event: StoredEvent];

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const TRADE = `json_build_array(e.order_key, e.external_id, e.data -> 'booked_cents', e.data -> 'net_cents', e.data -> 'position_id', e.data -> 'symbol',
  e.data -> 'side', e.data -> 'volume', e.data -> 'opened_at', e.data -> 'is_final_slice', e.data -> 'open_price', e.data -> 'close_reason',
  e.data -> 'magic', e.data -> 'comment')`;
const OTHER = `json_build_array(json_build_object('kind', e.kind, 'external_id', e.external_id, 'order_key', e.order_key,
  'occurred_at', to_char(e.occurred_at at time zone 'UTC', ${INSTANT}), 'data', e.data, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents))`;

/** Walks the accounts of a phase in the order of their ids, from after the one named, each with all it kept. */
export const BOOK = `declare book no scroll cursor for
  select a.id, a.login, a.status, a.rule_set_id, a.initial_balance_cents::float8 as initial_balance_cents,
    to_char(a.activated_at at time zone 'UTC', ${INSTANT}) as activated_at,
    to_char(least(coalesce(a.closed_at, now()), now()) at time zone 'UTC', ${INSTANT}) as until, kept.events
  from public.accounts a
  left join lateral (
    select '[' || string_agg(case when e.kind = 'trade' then ${TRADE} else ${OTHER} end::text, ',' order by e.order_key, e.kind, e.external_id) || ']' as events
    from public.account_events e
    left join public.trades t on e.kind = 'reversal' and t.account_id = e.account_id and t.external_id = e.data ->> 'reverses_external_id'
    where e.account_id = a.id) kept on true
  where a.phase_id = current_setting('tideline.preview_phase')::uuid and a.id > current_setting('tideline.preview_after')::uuid order by a.id`;

export function toldHistory({ initial_balance_cents, activated_at, until, events }: AccountRow): ToldHistory {
  const rows = events === null ? [] : (JSON.parse(events) as (TradeRow | OtherRow)[]);
  const others = rows.filter(isOther).map(([event]) => event);
  const slices = others.some(({ kind }) => kind === 'reversal') ? slicesOf(rows) : undefined;
  const told = rows.map((row) => (isOther(row) ? storedFoldEvent(row[0], slices) : dealOf(row)));
  const activated = activated_at === null ? null : millisOf(activated_at);
  const balance = cents(initial_balance_cents);
  return { activated_at: activated, initial_balance_cents: balance, events: told, moves: movesOf(others), until: millisOf(until) };
}

function isOther(row: TradeRow | OtherRow): row is OtherRow {
  return row.length === 1;
}

function slicesOf(rows: (TradeRow | OtherRow)[]) {
  const trades = rows.filter((row): row is TradeRow => !isOther(row));
  return new Map(trades.map(([, id, booked_cents, net_cents]) => [id, { booked_cents, net_cents }]));
}

/** By place and not taken apart: there are millions of them. */
function dealOf(row: TradeRow): FoldEvent {
  return dealEvent(row[0], row[1], {
    booked_cents: row[2],
    net_cents: row[3],
    position_id: row[4],
    symbol: row[5],
    side: row[6],
    volume: row[7],
    opened_at: row[8],
    is_final_slice: row[9] ?? undefined,
    open_price: row[10],
    close_reason: row[11] ?? undefined,
    magic: row[12] ?? undefined,
    comment: row[13] ?? undefined,
  });
}
