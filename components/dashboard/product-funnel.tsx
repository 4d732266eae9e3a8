// From sold to paid out, product by product. Each stage is a part of the one before, and says which share of it came on.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { rateText } from '@/components/ui/share-text';
import { FreshnessStamp } from '@/components/ui/stamp';
import { funnelStages, proof } from '@/lib/stats/figures';
import type { Figures, Part } from '@/lib/stats/read';
import { Rows } from './figure-tile';

const HOUR_SECONDS = 3600;
const MEANS: Record<string, string> = {
  sold: 'Accounts opened in the first phase, by a shop or by hand.',
  traded: 'Of those, with at least one closed trade.',
  live: 'Of those that passed every phase, with a live account that was opened.',
  paid: 'Of those, with a payout that has arrived.',
};

export function ProductFunnel({ funnel }: { funnel: Part<'funnel'> }) {
  const products = funnel.figures;
  const most = Math.max(0, ...products.map(({ steps }) => steps));
  const stages = funnelStages(most);
  return (
    <Panel
      title="From sold to paid, by product"
      aside={funnel.as_of !== null && <FreshnessStamp at={funnel.as_of} staleAfterSeconds={HOUR_SECONDS} />}
      flush
    >
      {funnel.as_of === null || products.length === 0 ? (
        <p className="p-4 text-ink-2">
          {funnel.as_of === null ? 'Counted for the first time within a quarter of an hour.' : 'Nothing was sold yet.'}
        </p>
      ) : (
        <FigureTable
          caption="How far the accounts of each product came"
          columns={[
            { name: 'Product', words: true },
            ...stages.map(({ key, name }) => ({ name, means: MEANS[key] ?? 'Of those before, whose account of this phase was passed.' })),
          ]}
          rows={products.map((product) => ({ key: product.id, cells: [<Title key="title" product={product} />, ...cells(product, most)] }))}
        />
      )}
    </Panel>
  );
}

function Title({ product }: { product: Figures<'funnel'>[number] }) {
  return (
    <>
      {product.title}
      {product.begun_later > 0 && (
        <span className="block text-meta text-ink-3" title="Accounts opened in a later phase never went the whole way and are not counted.">
          {product.begun_later} begun in a later phase left out
        </span>
      )}
    </>
  );
}

/** A product of fewer phases leaves the columns of the others empty. */
function cells(product: Figures<'funnel'>[number], most: number) {
  const own = funnelStages(product.steps);
  return funnelStages(most).map(({ key }) => {
    const place = own.findIndex((stage) => stage.key === key);
    if (place < 0)
      return (
        <span key={key} className="text-ink-3">
          no such phase
        </span>
      );
    const count = product.stages[key] ?? 0;
    const before = product.stages[own[place - 1]?.key ?? ''] ?? 0;
    return (
      <span key={key} className="inline-flex flex-col items-end">
        <Rows count={count} href={proof.journey(product.id, key)} />
        {before > 0 && <span className="text-meta whitespace-nowrap text-ink-3">{rateText(count, before)}</span>}
      </span>
    );
  });
}
