// One statement: what agrees, what does not, and why. What is open stands first, by kind, with what it comes to in money.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { CompareAgain } from '@/components/payouts/compare-again';
import { DifferenceCard } from '@/components/payouts/difference-card';
import { lastDay, OpenChip } from '@/components/payouts/statement-list';
import { StatementLines } from '@/components/payouts/statement-lines';
import { StatementSummary } from '@/components/payouts/statement-summary';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { DIFFERENCE_ORDER, DIFFERENCES } from '@/lib/payouts/difference-words';
import { FILE_READERS } from '@/lib/payouts/desk-roles';
import { methodName } from '@/lib/payouts/pay-methods';
import { readStatement, type DifferenceRow, type StatementRow } from '@/lib/payouts/statement-read';
import { requireStaff } from '@/lib/staff/gate';
import { compareOne, decideBooking, decideOne, proposeOne } from '../actions';

export const metadata: Metadata = { title: 'Statement' };

export default async function StatementPage({ params }: PageProps<'/payouts/reconciliation/[id]'>) {
  const actor = await requireStaff(FILE_READERS);
  const opened = await readStatement(await createClient(), (await params).id);
  if (!opened) notFound();
  const { statement, differences, lines } = opened;
  const named = differences.filter(({ kind, theirs, state }) => kind !== 'fee-taken' && theirs !== null && state !== 'agrees-now').length;
  const off = actor.role === 'auditor' ? 'Finance and admin decide differences.' : null;
  return (
    <>
      <PageHeader
        title={
          <>
            {methodName(statement.provider)} statement{' '}
            <OpenChip open={statement.open_differences} decided={statement.decided_differences} />
          </>
        }
        question="What agrees, what does not, and why?"
        stamp={<FreshnessStamp at={statement.compared_at} />}
        actions={
          <>
            {off === null && <CompareAgain id={statement.id} action={compareOne} />}
            <Link href="/payouts/reconciliation" className="text-accent underline">
              All statements
            </Link>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <About statement={statement} agreeing={statement.lines - named} />
        <StatementSummary statement={statement} differences={differences} />
        {DIFFERENCE_ORDER.map((kind) => (
          <Kind key={kind} kind={kind} differences={differences.filter((one) => one.kind === kind)} me={actor.id} off={off} />
        ))}
        <StatementLines lines={lines} total={statement.lines + statement.others} />
      </div>
    </>
  );
}

type KindProps = { kind: DifferenceRow['kind']; differences: DifferenceRow[]; me: string; off: string | null };

function Kind({ kind, differences, me, off }: KindProps) {
  if (differences.length === 0) return null;
  const { title, means } = DIFFERENCES[kind];
  const open = differences.filter(({ state }) => state === 'open').length;
  const sorted = [...differences].sort((a, b) => RANK[a.state] - RANK[b.state]);
  return (
    <Panel title={title} flush aside={open > 0 ? `${open} of ${differences.length} open` : 'nothing open'}>
      <p className="border-b border-line px-4 py-2 text-ink-2">{means}</p>
      <ul className="divide-y divide-line">
        {sorted.map((one) => (
          <DifferenceCard
            key={one.id}
            difference={one}
            me={me}
            off={off}
            actions={{ decide: decideOne, propose: proposeOne, book: decideBooking }}
          />
        ))}
      </ul>
    </Panel>
  );
}

const RANK: Record<DifferenceRow['state'], number> = { open: 0, decided: 1, 'agrees-now': 2 };

const count = (number: number, one: string, more: string): string => `${number} ${number === 1 ? one : more}`;

function About({ statement, agreeing }: { statement: StatementRow; agreeing: number }) {
  const { open_differences: open, decided_differences: decided } = statement;
  const agree = open + decided === 0;
  return (
    <section className={`rounded-md border px-4 py-3 ${agree ? 'border-line bg-surface' : 'border-caution bg-caution-soft'}`}>
      <p className="font-medium">
        {agree
          ? 'Every line agrees with our ledger, to the cent.'
          : `${agreeing} of ${count(statement.lines, 'line', 'lines')} agree to the cent. ${count(open, 'difference is', 'differences are')} open, ${count(decided, 'is', 'are')} decided; none goes away unless both sides come to agree.`}
      </p>
      <p className="text-label text-ink-2">
        {statement.file_name}, days <span className="num">{statement.covers_from.slice(0, 10)}</span> to{' '}
        <span className="num">{lastDay(statement.covers_until)}</span>; taken in <When at={statement.imported_at} mode="minute" /> by{' '}
        {statement.imported_by_name ?? 'former staff'}, compared <When at={statement.compared_at} mode="minute" />. SHA-256{' '}
        <code className="break-all">{statement.sha256}</code>
      </p>
    </section>
  );
}
