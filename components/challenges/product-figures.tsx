// How a product sells, and how far its buyers come. Small numbers are grey: they say little yet.
import { CountLink } from '@/components/risk/share-figure';
import { cn } from '@/components/ui/cn';
import { Definition } from '@/components/ui/definition';
import { moneyText } from '@/components/ui/money-text';
import { rateText } from '@/components/ui/share-text';
import type { ProductFigures as Figures } from '@/lib/challenges/products';
import { proof } from '@/lib/stats/figures';

const FEW = 30;

type Props = { figures: Figures | undefined; currency: string; productId: string; mayReadOrders: boolean };

export function ProductFigures({ figures, currency, productId, mayReadOrders }: Props) {
  if (!figures) return <p className="text-ink-3">Its figures could not be counted.</p>;
  const { sold, revenue_cents, returned, returned_cents, opened, passed, funded, failed } = figures;
  const came = (reached: number) => <Share reached={reached} opened={opened} />;
  const orders = (...states: string[]) => (mayReadOrders ? proof.orders(productId, ...states) : undefined);
  return (
    <Definition
      rows={[
        {
          term: 'Sold',
          value: <Counted count={sold} href={orders('paid', 'delivered', 'disputed')} />,
          hint: 'Units paid for and not refunded',
        },
        {
          term: 'Revenue',
          value: <span className="num">{moneyText(revenue_cents, currency)}</span>,
          hint: 'Of the units counted under sold',
        },
        {
          term: 'Refunded',
          value: (
            <span className="num">
              <Counted count={returned} href={orders('refunded')} />, {moneyText(returned_cents, currency)}
            </span>
          ),
          hint: 'Units refunded in full',
        },
        { term: 'Passed the first phase', value: came(passed), hint: 'Of all accounts opened in the first phase, sold or given' },
        { term: 'Funded', value: came(funded), hint: 'Live accounts opened, of all accounts opened in the first phase' },
        { term: 'Failed', value: <Counted count={failed} href={proof.ofProduct(productId, 'failed')} />, hint: 'In any phase' },
      ]}
    />
  );
}

function Counted({ count, href }: { count: number; href?: string }) {
  return (
    <CountLink count={count} href={href}>
      <span className="num">{count.toLocaleString('en-US')}</span>
    </CountLink>
  );
}

function Share({ reached, opened }: { reached: number; opened: number }) {
  if (opened === 0) return <span className="text-ink-3">nobody yet</span>;
  return (
    <span className={cn('num', opened < FEW && 'text-ink-3')}>
      {`${reached.toLocaleString('en-US')} of ${opened.toLocaleString('en-US')}, ${rateText(reached, opened)}`}
    </span>
  );
}
