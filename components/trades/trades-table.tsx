'use client';
// Closed trades: what exactly was traded, with its costs and what is known of its risk.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { Live } from '@/components/live/live';
import { durationText } from '@/components/ui/duration-text';
import { Money } from '@/components/ui/money';
import { createColumns } from '@/components/ui/table-model';
import { When } from '@/components/ui/when';
import { momentHref, tradeFlags } from '@/lib/trades/flags';
import type { TradeRow } from '@/lib/trades/read';
import { overText, winShareText } from '@/lib/trades/win-share';
import { TradeFlag } from './trade-flag';

const helper = createColumns<TradeRow>();
type Key = 'profit_loss_cents' | 'commission_cents' | 'swap_cents' | 'fee_cents' | 'net_profit_cents';
const money = (key: Key) =>
  function Amount({ row }: { row: { original: TradeRow } }) {
    return <Money cents={row.original[key]} currency={row.original.currency} signed />;
  };

export const tradeColumns = helper.columns([
  helper.display({ id: 'login', header: 'Account', meta: { sortable: true }, cell: ({ row }) => <AccountLink row={row.original} /> }),
  helper.display({ id: 'symbol', header: 'Symbol', meta: { sortable: true }, cell: ({ row }) => row.original.symbol }),
  helper.display({ id: 'side', header: 'Direction', cell: ({ row }) => (row.original.type === 'buy' ? 'Buy' : 'Sell') }),
  helper.display({
    id: 'lots',
    header: 'Volume',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Figure value={row.original.lots} />,
  }),
  helper.display({ id: 'net', header: 'Net', meta: { numeric: true, sortable: true }, cell: money('net_profit_cents') }),
  helper.display({
    id: 'closed',
    header: 'Closed',
    meta: { sortable: true },
    cell: ({ row }) => <When at={row.original.close_time} serverZone={row.original.server_zone} />,
  }),
  helper.display({ id: 'gross', header: 'Gross', meta: { numeric: true }, cell: money('profit_loss_cents') }),
  helper.display({ id: 'commission', header: 'Commission', meta: { numeric: true }, cell: money('commission_cents') }),
  helper.display({ id: 'swap', header: 'Swap', meta: { numeric: true }, cell: money('swap_cents') }),
  helper.display({ id: 'fee', header: 'Fee', meta: { numeric: true }, cell: money('fee_cents') }),
  helper.display({ id: 'open', header: 'Open', meta: { numeric: true }, cell: ({ row }) => <Figure value={row.original.open_price} /> }),
  helper.display({ id: 'close', header: 'Close', meta: { numeric: true }, cell: ({ row }) => <Figure value={row.original.close_price} /> }),
  helper.display({
    id: 'stop',
    header: 'Stop',
    meta: { numeric: true },
    cell: ({ row }) => <Level value={row.original.stop_loss} none="no stop" />,
  }),
  helper.display({
    id: 'take',
    header: 'Target',
    meta: { numeric: true },
    cell: ({ row }) => <Level value={row.original.take_profit} none="none" />,
  }),
  helper.display({
    id: 'opened',
    header: 'Opened',
    meta: { sortable: true },
    cell: ({ row: { original: row } }) =>
      row.open_time === null ? <span className="text-ink-3">not known</span> : <When at={row.open_time} serverZone={row.server_zone} />,
  }),
  helper.display({
    id: 'held',
    header: 'Held',
    meta: { numeric: true, sortable: true },
    cell: ({ row }) => <Held seconds={row.original.hold_seconds} />,
  }),
  helper.display({
    id: 'risk',
    header: 'Risk to reward',
    meta: { numeric: true, sortable: true, hint: 'What the price made for each point that was risked to the stop' },
    cell: ({ row }) => <RiskReward row={row.original} />,
  }),
  helper.display({
    id: 'share',
    header: 'Share of wins',
    meta: { numeric: true, hint: 'What its whole position made of all the account\u2019s winners up to it; a loser has none' },
    cell: ({ row }) => <Share row={row.original} />,
  }),
  helper.display({ id: 'flags', header: 'Flags', cell: ({ row }) => tradeFlags(row.original).join(', ') }),
  helper.display({ id: 'flagged', header: 'Flagged', cell: ({ row }) => <TradeFlag row={row.original} /> }),
  helper.display({ id: 'moment', header: 'Curve', cell: ({ row }) => <MomentLink row={row.original} /> }),
  helper.display({
    id: 'ticket',
    header: 'Ticket',
    cell: ({ row }) => <span className="font-mono text-label">{row.original.ticket_number}</span>,
  }),
  helper.display({ id: 'raw', header: 'Message', cell: ({ row }) => <RawLink row={row.original} /> }),
]);

function AccountLink({ row }: { row: { account_id: string; login: string } }) {
  return (
    <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
      {row.login}
    </Link>
  );
}

function Figure({ value }: { value: string | number | null }) {
  return <span className="num">{value ?? ''}</span>;
}

function Held({ seconds }: { seconds: number | null }) {
  return <span className="num">{seconds === null ? 'not known' : durationText(seconds)}</span>;
}

function Level({ value, none }: { value: string | number | null; none: string }) {
  return value === null ? <span className="text-ink-3">{none}</span> : <Figure value={value} />;
}

function RiskReward({ row }: { row: TradeRow }) {
  if (row.stop_loss === null) return <span className="text-ink-3">no stop was set</span>;
  return <Level value={row.risk_reward} none="not measurable" />;
}

function Share({ row: { win_share: share } }: { row: TradeRow }) {
  const over = share && overText(share);
  return (
    <span className="num">
      {winShareText(share)}
      {over && <span className="text-label text-caution"> {over}</span>}
    </span>
  );
}

export function RawLink({ row }: { row: { account_id: string; inbox_id?: string | null } }) {
  if (row.inbox_id === undefined) return null;
  if (!row.inbox_id) return <span className="text-ink-3">imported</span>;
  return (
    <Link href={`/accounts/${row.account_id}/messages/${row.inbox_id}`} prefetch={false} className="text-accent hover:underline">
      raw
    </Link>
  );
}

function MomentLink({ row }: { row: TradeRow }) {
  return (
    <Link href={momentHref(row)} prefetch={false} className="text-accent hover:underline">
      at this moment
    </Link>
  );
}

export function TradeCard({ row }: { row: TradeRow }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <AccountLink row={row} />
        <span>
          {row.type === 'buy' ? 'Buy' : 'Sell'} <Figure value={row.lots} /> {row.symbol}
        </span>
        <Money cents={row.net_profit_cents} currency={row.currency} signed />
      </div>
      <div className="flex items-center justify-between gap-2 text-label text-ink-2">
        <When at={row.close_time} mode="minute" serverZone={row.server_zone} />
        <span className="truncate">{[...tradeFlags(row), ...(row.flag === null ? [] : [`flagged: ${row.flag}`])].join(', ')}</span>
        <RawLink row={row} />
      </div>
    </div>
  );
}

type Props = ListOf<TradeRow> & {
  after: string | null;
};

export function TradesTable({ after, ...list }: Props) {
  const live = after !== null && <Live after={after} topics={['account']} kinds="trade." mode="pill" />;
  return (
    <ListTable
      caption="Closed trades"
      columns={tradeColumns}
      {...list}
      live={live}
      getRowId={(row) => row.id}
      renderCard={(row) => <TradeCard row={row} />}
      empty={{
        title: 'No trade was closed yet',
        body: 'Closed trades appear here as brokers report them or as a history is imported.',
      }}
    />
  );
}
