// The trades behind a figure, all of them, with what the figure is counted from: opening and close, how long, what opened it, what it
// made, and for a revenge trade the loss before it. Each leads to its line on the list of trades.
import Link from 'next/link';
import { PlainTable } from '@/components/ui/plain-table';
import { LinkButton } from '@/components/ui/button';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import { holdSeconds, type ClosedPosition, type RevengeTrade } from '@/lib/abuse/behaviour';

type Props = {
  name: string;
  means: string;
  rows: readonly (ClosedPosition | RevengeTrade)[];
  currency: string;
  accountId: string;
  page: number;
  pageHref: (page: number) => string;
};
const PAGE = 200;

export function BehaviourTrades({ name, means, rows, currency, accountId, page, pageHref }: Props) {
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  const at = Math.min(page, last);
  const shown = [...rows].reverse().slice((at - 1) * PAGE, at * PAGE);
  const hasLoss = rows.some((one) => 'after' in one);
  return (
    <section aria-label={`${name}: the trades behind it`} className="rounded-md border border-line">
      <header className="flex flex-wrap items-baseline justify-between gap-2 border-b border-line px-3 py-2">
        <h3 className="text-form font-semibold">
          {name}: all <span className="num">{rows.length}</span>
        </h3>
        <p className="text-label text-ink-2">{means}</p>
      </header>
      <PlainTable
        caption={`${name}: the trades behind it`}
        head={['Closed', 'Opened', 'Symbol', 'Lots', 'Held', 'Opened by', 'Net', ...(hasLoss ? ['After the loss of'] : [])]}
        numeric={[3, 4, 6]}
        rows={shown.map((one) => ({ key: one.trade_id, cells: cellsOf(one, currency, accountId, hasLoss) }))}
      />
      {last > 1 && (
        <nav aria-label="Pages of trades" className="flex items-center gap-2 px-3 py-2">
          {at > 1 && (
            <LinkButton size="small" href={pageHref(at - 1)} scroll={false}>
              Newer
            </LinkButton>
          )}
          <span className="num text-label">
            Page {at} of {last}
          </span>
          {at < last && (
            <LinkButton size="small" href={pageHref(at + 1)} scroll={false}>
              Older
            </LinkButton>
          )}
        </nav>
      )}
    </section>
  );
}

function cellsOf(one: ClosedPosition | RevengeTrade, currency: string, accountId: string, hasLoss: boolean) {
  const held = holdSeconds(one);
  const loss = 'after' in one ? one.after : null;
  return [
    <TradeLink key="closed" one={one} accountId={accountId} />,
    one.opened_at === null ? 'not told' : <When key="opened" at={new Date(one.opened_at).toISOString()} />,
    `${one.symbol} ${one.side}`,
    one.lots,
    held === null ? 'not told' : `${spanText(held)}${held >= 120 ? ` (${held} s)` : ''}`,
    openedBy(one),
    <Money key="net" cents={one.net} currency={currency} />,
    ...(hasLoss
      ? [
          loss && (
            <span key="loss" className="inline-flex flex-wrap gap-x-2">
              <Money cents={loss.net} currency={currency} /> with {loss.lots} lots, <TradeLink one={loss} accountId={accountId} />
            </span>
          ),
        ]
      : []),
  ];
}

function TradeLink({ one, accountId }: { one: ClosedPosition; accountId: string }) {
  const closed = <When at={new Date(one.closed_at).toISOString()} />;
  if (one.ticket === null) return closed;
  return (
    <Link href={`/trades?account=${accountId}&q=${encodeURIComponent(one.ticket)}`} prefetch={false} className="text-accent underline">
      {closed}
    </Link>
  );
}

/** What the platform said of who acted: a program's number, or that a program did. */
function openedBy({ signature }: ClosedPosition): string {
  if (signature.magic !== undefined && signature.magic !== '0') return `program ${signature.magic}`;
  return signature.reason === 'expert' ? 'a program' : '';
}

export function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.trunc(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.trunc(seconds / 3_600)} h` : `${Math.trunc(seconds / 86_400)} d`;
}
