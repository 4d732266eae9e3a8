// Products that were paid for and are not in the catalogue: each is a sale that waits.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import type { UnsoldProduct } from '@/lib/challenges/products-read';

export function UnsoldPanel({ rows }: { rows: UnsoldProduct[] }) {
  if (rows.length === 0) return null;
  return (
    <Panel
      title="Paid for, and not in the catalogue"
      aside={
        <Link href="/orders?state=undeliverable" className="text-accent underline">
          Show the orders
        </Link>
      }
      className="mb-4"
      flush
    >
      <ul className="divide-y divide-line">
        {rows.map(({ ref, name, orders }) => (
          <li key={ref} className="flex flex-wrap items-baseline gap-x-4 px-4 py-1.5">
            <code className="text-label break-all">{ref}</code>
            <span className="text-ink-2">{name}</span>
            <span className="ml-auto text-caution">
              <span className="num">{orders}</span> {orders === 1 ? 'order waits' : 'orders wait'}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
