// A new product: its terms first, its phases and rules afterwards on its own page.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ProductForm } from '@/components/challenges/product-form';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { readPlatforms } from '@/lib/challenges/products-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { saveChallenge } from '../actions';
import { whyNot } from '../who-writes';

export const metadata: Metadata = { title: 'New product' };

export default async function NewChallengePage() {
  const actor = await requireStaff(readersOf('/challenges'));
  const platforms = await readPlatforms(await createClient());
  return (
    <>
      <PageHeader
        title="New product"
        question="What will be sold, and under which id does the shop know it?"
        actions={
          <Link href="/challenges" className="text-accent underline">
            All challenges
          </Link>
        }
      />
      <Panel className="max-w-2xl">
        <ProductForm held={null} platforms={platforms} refusedBecause={whyNot(actor.role)} action={saveChallenge} />
      </Panel>
    </>
  );
}
