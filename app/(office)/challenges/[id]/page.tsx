// One product: its terms, its phases with the rules of each, how it sells, and what is wired wrong.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ArchiveForm } from '@/components/challenges/archive-form';
import { ChangesPanel } from '@/components/challenges/changes-panel';
import { NewPhaseForm } from '@/components/challenges/phase-form';
import { PhasesPanel } from '@/components/challenges/phases-panel';
import { ProductFigures } from '@/components/challenges/product-figures';
import { ProductForm, type ProductValues } from '@/components/challenges/product-form';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { sourceWarnings, wiringWarnings, type Product } from '@/lib/challenges/products';
import { readChanges, readFigures, readPlatforms, readProduct } from '@/lib/challenges/products-read';
import { readVersions, type RuleSetRow } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { cents, formatMoney, minorDigits } from '@/lib/money';
import { PRESETS } from '@/lib/rules/presets/register';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { addPhase, archiveChallenge, editPhase, saveChallenge } from '../actions';
import { whyNot } from '../who-writes';

export const metadata: Metadata = { title: 'Product' };

export default async function ChallengePage({ params }: PageProps<'/challenges/[id]'>) {
  const actor = await requireStaff(readersOf('/challenges'));
  const client = await createClient();
  const held = await readProduct(client, (await params).id);
  if (!held) notFound();
  const { product, phases } = held;
  const [platforms, figures, changes, versions] = await Promise.all([
    readPlatforms(client).catch(() => null),
    readFigures(client).catch(() => null),
    readChanges(client, product.id).catch(() => null),
    Promise.all(phases.map(({ id }) => readVersions(client, id))).catch(() => null),
  ]);
  const own = figures?.get(product.id);
  const refusedBecause = whyNot(actor.role);
  const mayReadOrders = readersOf('/orders').includes(actor.role);
  const warnings = [...sourceWarnings(product, platforms), ...wiringWarnings(product, phases, own?.waiting ?? 0)];
  const presets = PRESETS.map(({ code, title }) => ({ value: code, label: title }));
  return (
    <>
      <PageHeader
        title={product.is_archived ? `${product.title} (archived)` : product.title}
        question="What is it sold as, and can it be delivered?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <Link href="/challenges" className="text-accent underline">
            All challenges
          </Link>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {warnings.map((warning) => (
            <p key={warning} className="rounded-md border border-caution bg-caution-soft px-4 py-2">
              {warning}
            </p>
          ))}
          <Phases phases={phases} versions={versions} refusedBecause={refusedBecause} />
          <Panel title="Add a phase">
            <NewPhaseForm
              challengeId={product.id}
              next={(phases.at(-1)?.position ?? 0) + 1}
              presets={presets}
              off={refusedBecause !== null}
              action={addPhase}
            />
          </Panel>
          {changes ? <ChangesPanel changes={changes} /> : <ErrorState code="changes-not-read" title="What changed could not be read" />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="How it sells">
            <ProductFigures figures={own} currency={product.currency} productId={product.id} mayReadOrders={mayReadOrders} />
          </Panel>
          <Panel title="Terms">
            <Terms product={product} platforms={platforms} refusedBecause={refusedBecause} />
          </Panel>
          <Panel title={product.is_archived ? 'Sell it again' : 'Archive'}>
            <ArchiveForm
              id={product.id}
              version={product.version}
              isArchived={product.is_archived}
              running={own?.running ?? 0}
              refusedBecause={refusedBecause}
              action={archiveChallenge}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}

type PhasesProps = Pick<Parameters<typeof PhasesPanel>[0], 'phases' | 'refusedBecause'> & { versions: RuleSetRow[][] | null };

function Phases({ phases, versions, refusedBecause }: PhasesProps) {
  if (versions === null) return <ErrorState code="versions-not-read" title="The rules of its phases could not be read" />;
  return <PhasesPanel phases={phases} versions={versions.flat()} refusedBecause={refusedBecause} action={editPhase} />;
}

type TermsProps = { product: Product; platforms: Awaited<ReturnType<typeof readPlatforms>> | null; refusedBecause: string | null };

function Terms({ product, platforms, refusedBecause }: TermsProps) {
  if (platforms === null) return <ErrorState code="platforms-not-read" title="The platforms it could run on could not be read" />;
  return <ProductForm held={valuesOf(product)} platforms={platforms} refusedBecause={refusedBecause} action={saveChallenge} />;
}

function valuesOf(product: Product): ProductValues {
  const digits = minorDigits(product.currency);
  return {
    id: product.id,
    version: String(product.version),
    title: product.title,
    steps: String(product.steps),
    kind: product.kind,
    product_id: product.product_id ?? '',
    currency: product.currency,
    account_size: formatMoney(cents(product.account_size_cents), digits),
    price: formatMoney(cents(product.price_cents), digits),
    profit_split: formatMoney(cents(product.profit_split_bps), 2),
    connection_id: product.connection_id ?? '',
  };
}
