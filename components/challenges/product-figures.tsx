// How a product sells, and how far its buyers come. Small numbers are grey: they say little yet.
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { Definition } from '@/components/ui/definition';
import { moneyText } from '@/components/ui/money-text';
import { shareText } from '@/components/ui/share-text';
import { conversionBps, type ProductFigures as Figures } from '@/lib/challenges/products';

const FEW = 30;

export function ProductFigures({ figures, currency, productId }: { figures: Figures | undefined; currency: string; productId: string }) {
  if (!figures) return <p className="text-ink-3">Its figures could not be counted.</p>;
  const { sold, revenue_cents, returned, returned_cents, opened, passed, funded, failed } = figures;
  const came = (reached: number) => <Share reached={reached} opened={opened} />;
  return (
    <Definition
      rows={[
        {
          term: 'Sold',
          value: (
            <Link href={`/orders?product=${productId}`} className="text-accent underline">
              <span className="num">{sold.toLocaleString('en-US')}</span>
            </Link>
          ),
          hint: 'Units paid for and not refunded',
        },
        {
          term: 'Revenue',
          value: <span className="num">{moneyText(revenue_cents, currency)}</span>,
          hint: 'Of the units counted under sold',
        },
        {
          term: 'Refunded',
          value: <span className="num">{`${returned.toLocaleString('en-US')}, ${moneyText(returned_cents, currency)}`}</span>,
          hint: 'Units refunded in full',
        },
        { term: 'Passed the first phase', value: came(passed), hint: 'Of all accounts opened in the first phase, sold or given' },
        { term: 'Funded', value: came(funded), hint: 'Live accounts opened, of all accounts opened in the first phase' },
        { term: 'Failed', value: <span className="num">{failed.toLocaleString('en-US')}</span>, hint: 'In any phase' },
      ]}
    />
  );
}

function Share({ reached, opened }: { reached: number; opened: number }) {
  const bps = conversionBps(reached, opened);
  if (bps === null) return <span className="text-ink-3">nobody yet</span>;
  return (
    <span className={cn('num', opened < FEW && 'text-ink-3')}>
      {`${reached.toLocaleString('en-US')} of ${opened.toLocaleString('en-US')}, ${shareText(bps)}`}
    </span>
  );
}
