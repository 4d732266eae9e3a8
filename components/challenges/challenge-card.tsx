// One product: its terms, and for each phase the version of the rules it is judged by.
import Link from 'next/link';
import { Definition } from '@/components/ui/definition';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { shareText } from '@/components/ui/share-text';
import type { CatalogueRow } from '@/lib/challenges/catalogue';
import { KIND_WORDS, type ProductFigures as Figures } from '@/lib/challenges/products';
import { ProductFigures } from './product-figures';

type Props = { challenge: CatalogueRow; figures: Figures | undefined; mayReadOrders: boolean };

export function ChallengeCard({ challenge, figures, mayReadOrders }: Props) {
  const { currency } = challenge;
  return (
    <Panel
      title={
        <Link href={`/challenges/${challenge.id}`} className="hover:underline">
          {challenge.title}
        </Link>
      }
      aside={`${challenge.running.toLocaleString('en-US')} running`}
    >
      <div className="flex flex-col gap-3">
        {challenge.warnings.map((warning) => (
          <p key={warning} className="text-caution">
            {warning}
          </p>
        ))}
        <Definition
          rows={[
            {
              term: 'Kind',
              value: `${KIND_WORDS[challenge.kind] ?? challenge.kind}, ${challenge.steps} ${challenge.steps === 1 ? 'step' : 'steps'}`,
            },
            { term: 'Account size', value: <span className="num">{moneyText(challenge.account_size_cents, currency)}</span> },
            { term: 'Price', value: <span className="num">{moneyText(challenge.price_cents, currency)}</span> },
            { term: 'Trader’s share', value: <span className="num">{shareText(challenge.profit_split_bps)}</span> },
            { term: 'Product id', value: challenge.product_id ? <code className="text-label">{challenge.product_id}</code> : 'none' },
          ]}
        />
        <ol className="flex flex-col divide-y divide-line border-y border-line">
          {challenge.phases.map(({ id, name, inForce }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-2 py-1.5">
              <span>{name}</span>
              {inForce ? (
                <Link href={`/rules/${inForce.id}`} prefetch={false} className="text-accent underline">
                  {inForce.code}, version {inForce.version}
                </Link>
              ) : (
                <span className="text-ink-3">no rules in force</span>
              )}
            </li>
          ))}
        </ol>
        <ProductFigures figures={figures} currency={currency} productId={challenge.id} mayReadOrders={mayReadOrders} />
      </div>
    </Panel>
  );
}
