// Challenges: what do we sell, and is it wired correctly?
import type { Metadata } from 'next';
import Link from 'next/link';
import { ChallengeCard } from '@/components/challenges/challenge-card';
import { UnsoldPanel } from '@/components/challenges/unsold-panel';
import { CsvLink } from '@/components/lists/csv-link';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { catalogue } from '@/lib/challenges/catalogue';
import { sourceWarnings, wiringWarnings, type Platform, type Product } from '@/lib/challenges/products';
import { readArchived, readFigures, readPlatforms, readUnsold } from '@/lib/challenges/products-read';
import { readChallenges, readInForce, readRuleSets } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/challenges');
export const metadata: Metadata = { title: HEAD.title };

export default async function ChallengesPage() {
  const actor = await requireStaff(readersOf('/challenges'));
  const client = await createClient();
  const mayReadOrders = readersOf('/orders').includes(actor.role);
  const [sold, archived, figures, unsold, platforms] = await Promise.all([
    Promise.all([readChallenges(client), readRuleSets(client), readInForce(client, null)]).catch(() => null),
    readArchived(client).catch(() => null),
    readFigures(client).catch(() => null),
    mayReadOrders ? readUnsold(client).catch(() => null) : [],
    readPlatforms(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <>
            <CsvLink href="/challenges/export" />
            <LinkButton href="/challenges/new">New product</LinkButton>
          </>
        }
      />
      {unsold ? (
        <UnsoldPanel rows={unsold} />
      ) : (
        <ErrorState code="unsold-not-read" title="Payments that fit no product could not be read" className="mb-4" />
      )}
      {sold ? (
        <Sold sold={sold} figures={figures} platforms={platforms} mayReadOrders={mayReadOrders} />
      ) : (
        <ErrorState code="products-not-read" title="The products could not be read" />
      )}
      {archived === null && <ErrorState code="archived-not-read" title="What is not sold any more could not be read" className="mt-6" />}
      {archived && archived.length > 0 && <Archived products={archived} />}
    </>
  );
}

type SoldProps = {
  sold: [Awaited<ReturnType<typeof readChallenges>>, Awaited<ReturnType<typeof readRuleSets>>, Awaited<ReturnType<typeof readInForce>>];
  figures: Awaited<ReturnType<typeof readFigures>> | null;
  /** Null where they could not be read. */
  platforms: Platform[] | null;
  mayReadOrders: boolean;
};

function Sold({ sold: [challenges, versions, inForce], figures, platforms, mayReadOrders }: SoldProps) {
  const rows = catalogue(challenges, versions, inForce, new Date().toISOString().slice(0, 10));
  const wiring = (id: string) => {
    const sold = challenges.find((one) => one.id === id);
    return sold ? [...sourceWarnings(sold, platforms), ...wiringWarnings(sold, sold.phases, figures?.get(id)?.waiting ?? 0)] : [];
  };
  if (rows.length === 0)
    return (
      <Empty
        title="Nothing is sold yet"
        body="A challenge is a product with its size, its steps and the rules of each."
        action={<LinkButton href="/challenges/new">Make the first product</LinkButton>}
      />
    );
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 2xl:grid-cols-3">
      {rows.map((row) => (
        <ChallengeCard
          key={row.id}
          challenge={{ ...row, warnings: [...wiring(row.id), ...row.warnings] }}
          figures={figures?.get(row.id)}
          mayReadOrders={mayReadOrders}
        />
      ))}
    </div>
  );
}

function Archived({ products }: { products: Product[] }) {
  return (
    <Panel title="Not sold any more" className="mt-6" flush>
      <ul className="divide-y divide-line">
        {products.map(({ id, title, archived_at }) => (
          <li key={id} className="flex flex-wrap justify-between gap-3 px-4 py-1.5">
            <Link href={`/challenges/${id}`} className="text-accent underline">
              {title}
            </Link>
            {archived_at && <When at={archived_at} className="text-label text-ink-3" />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
