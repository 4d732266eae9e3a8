// Challenges: what do we sell, and is it wired correctly?
import type { Metadata } from 'next';
import { ChallengeCard } from '@/components/challenges/challenge-card';
import { Empty } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { catalogue } from '@/lib/challenges/catalogue';
import { readChallenges, readRuleSets } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export const metadata: Metadata = { title: 'Challenges' };

export default async function ChallengesPage() {
  await requireStaff(readersOf('/challenges'));
  const client = await createClient();
  const [challenges, versions] = await Promise.all([readChallenges(client), readRuleSets(client)]);
  const rows = catalogue(challenges, versions);
  return (
    <>
      <PageHeader
        title="Challenges"
        question="What do we sell, and is it wired correctly?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
      />
      {rows.length === 0 && (
        <Empty title="Nothing is sold yet" body="A challenge is a product with its size, its steps and the rules of each." />
      )}
      <div className="grid items-start gap-4 md:grid-cols-2 2xl:grid-cols-3">
        {rows.map((row) => (
          <ChallengeCard key={row.id} challenge={row} />
        ))}
      </div>
    </>
  );
}
