// Refunds and disputes: what came back, and which accounts were stopped by it.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { ReturnEffect, ReturnRow } from '@/lib/orders/read';

export function ReturnsPanel({ rows, title, className }: { rows: ReturnRow[]; title: string; className?: string }) {
  return (
    <Panel title={title} className={className} flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
            <span className="font-medium">
              {row.kind === 'dispute' ? 'Dispute' : row.is_full ? 'Refund' : 'Partial refund'} of{' '}
              <Money cents={row.amount_cents} currency={row.currency} />
            </span>
            <span className="font-mono text-label break-all text-ink-2">{row.payment_ref}</span>
            <span className="text-ink-2">{row.reason}</span>
            <When at={row.occurred_at} mode="minute" className="ml-auto text-label text-ink-3" />
            <Stopped effects={row.effect} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Stopped({ effects }: { effects: ReturnEffect[] }) {
  const accounts = effects.filter(({ account_id, from, to }) => account_id !== null && from !== to);
  if (effects.length === 0)
    return <p className="w-full text-caution">Its order is not known here yet. When it comes, nothing is opened for it.</p>;
  if (accounts.length === 0) return <p className="w-full text-ink-2">No running account was left to stop.</p>;
  return (
    <ul className="flex w-full flex-wrap gap-x-4">
      {accounts.map(({ account_id, login, from, to }) => (
        <li key={account_id}>
          <Link href={`/accounts/${account_id}`} className="text-accent underline">
            {loginText(login ?? '')}
          </Link>{' '}
          <span className="text-ink-2">
            {from} → {to}
          </span>
        </li>
      ))}
    </ul>
  );
}
