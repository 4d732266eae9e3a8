// The dashboard: is the firm safe right now, and what needs me? Each part is read by itself, so that one that fails leaves the others standing.
import type { Metadata } from 'next';
import { Board } from '@/components/dashboard/board';
import { Live } from '@/components/live/live';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readHead } from '@/lib/events/read';
import { readPayoutFigures } from '@/lib/payouts/office-read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf, type OfficePath, type StaffRole } from '@/lib/staff/roles';
import { readPart, readWaiting, type PartName } from '@/lib/stats/read';

const HEAD = pageHead('/');
export const metadata: Metadata = { title: HEAD.title };

const orNull = <T,>(read: Promise<T>): Promise<T | null> => read.catch(() => null);

async function readBoard(role: StaffRole) {
  const client = await createClient();
  const part = <Name extends PartName>(name: Name) => orNull(readPart(client, name));
  const mayRead = (path: OfficePath) => readersOf(path).includes(role);
  const [accounts, breaches, trend, exposure, feeds] = await Promise.all([
    part('accounts'),
    part('breaches'),
    part('trend'),
    part('exposure'),
    part('feeds'),
  ]);
  const [times, growth, funnel, churn, waiting, paid] = await Promise.all([
    part('times'),
    part('growth'),
    part('funnel'),
    part('churn'),
    mayRead('/reviews') ? orNull(readWaiting(client, role)) : undefined,
    mayRead('/payouts') ? orNull(readPayoutFigures(client, new Date())) : undefined,
  ]);
  const may = { risk: mayRead('/risk'), trades: mayRead('/trades') };
  return { accounts, breaches, trend, exposure, feeds, times, growth, funnel, churn, waiting, paid, may };
}

/** Each part is counted as it is read, except those that a job counts ahead, which say so themselves. */
function oldest({ accounts, breaches, trend, exposure, feeds, times, growth }: Awaited<ReturnType<typeof readBoard>>): string | null {
  const read = [accounts, breaches, trend, exposure, feeds, times, growth].flatMap((part) => part?.as_of ?? []);
  return read.sort()[0] ?? null;
}

export default async function DashboardPage() {
  const actor = await requireStaff(readersOf('/'));
  // The head is read first: what happens while the figures are read is then told twice rather than never.
  const after = await readHead().catch(() => null);
  const board = await readBoard(actor.role);
  const asOf = oldest(board);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={asOf && <FreshnessStamp at={asOf} />}
        actions={after !== null && <Live after={after} topics={['account', 'violation', 'review', 'payout']} mode="refresh" isCalm />}
      />
      <Board {...board} />
    </>
  );
}
