// Everything that happened to an account, the last learnt first: who or what did it, when, why, and with which figures.
import Link from 'next/link';
import { EventKinds } from '@/components/history/event-kinds';
import { HistoryEntry } from '@/components/history/history-entry';
import { Empty } from '@/components/ui/empty';
import { Money } from '@/components/ui/money';
import type { HistoryLine, TradeLine } from '@/lib/events/line';

type TimelineProps = {
  rows: HistoryLine[];
  kind: string;
  kindLinks: Record<string, string>;
  olderHref: string | null;
};

const KINDS = [
  ['', 'All'],
  ['account', 'Account'],
  ['trade', 'Trades'],
  ['rule', 'Verdicts'],
  ['review', 'Reviews'],
  ['mail', 'Mail'],
] as const;

export function Timeline({ rows, kind, kindLinks, olderHref }: TimelineProps) {
  return (
    <div className="flex flex-col gap-3">
      <EventKinds kinds={KINDS.map(([key, label]) => ({ key, label, href: kindLinks[key] ?? '' }))} current={kind} />
      {rows.length === 0 && (
        <Empty title="No event of this kind" body="The timeline holds everything that was ever done to this account." />
      )}
      <ol className="flex flex-col divide-y divide-line">
        {rows.map((row) => (
          <HistoryEntry key={row.id} line={row}>
            <Trades trades={row.trades} counted={row.data?.counts} />
            <Figures data={row.data} />
          </HistoryEntry>
        ))}
      </ol>
      {olderHref && (
        <Link href={olderHref} scroll={false} className="text-accent underline">
          Older events
        </Link>
      )}
    </div>
  );
}

const SHOWN = 3;

/** What a message brought, the newest first. */
function Trades({ trades, counted }: { trades: TradeLine[] | null | undefined; counted: unknown }) {
  if (!trades || trades.length === 0) return null;
  const shown = trades.slice(0, SHOWN);
  const all = Math.max(trades.length, typeof counted === 'object' && counted !== null && 'trade' in counted ? Number(counted.trade) : 0);
  return (
    <ul className="text-ink-2">
      {shown.map(({ symbol, side, lots, unit, net_cents, currency }, place) => (
        <li key={place}>
          {side === 'buy' ? 'Buy' : 'Sell'} <span className="num">{lots}</span> {lots === 1 ? unit : `${unit}s`} of {symbol}, result{' '}
          <Money cents={net_cents} currency={currency} signed />
        </li>
      ))}
      {all > shown.length && <li>and {(all - shown.length).toLocaleString('en-US')} more</li>}
    </ul>
  );
}

function Figures({ data }: { data: Record<string, unknown> | null }) {
  const told = Object.entries(data ?? {}).filter(([, value]) => value !== null && value !== '');
  if (told.length === 0) return null;
  return (
    <details className="text-label text-ink-3">
      <summary className="w-fit cursor-pointer">Details</summary>
      <dl className="mt-1 grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 font-mono text-meta">
        {told.map(([key, value]) => (
          <div key={key} className="contents">
            <dt>{key}</dt>
            <dd className="min-w-0 break-all text-ink-2">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
