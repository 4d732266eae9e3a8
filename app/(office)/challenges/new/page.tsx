// A new product: its terms first, its phases and rules afterwards on its own page.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ProductForm } from '@/components/challenges/product-form';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readPlatforms } from '@/lib/challenges/products-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { saveChallenge } from '../actions';
import { whyNot } from '../who-writes';

export const metadata: Metadata = { title: 'New product' };

export default async function NewChallengePage() {
  const actor = await requireStaff(readersOf('/challenges'));
  const platforms = await readPlatforms(await createClient()).catch(() => null);
  return (
    <>
      <PageHeader
        title="New product"
        question="What will be sold, and under which id does the shop know it?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <Link href="/challenges" className="text-accent underline">
            All challenges
          </Link>
        }
      />
      <Panel className="max-w-2xl">
        {platforms ? (
          <ProductForm held={null} platforms={platforms} refusedBecause={whyNot(actor.role)} action={saveChallenge} />
        ) : (
          <ErrorState code="platforms-not-read" title="The platforms it could run on could not be read" />
        )}
      </Panel>
    </>
  );
}
