// One file: its bytes by their digest, whose hands it went through, and what came of each payout it carries.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { HistoryList } from '@/components/history/history-list';
import { FileState } from '@/components/payouts/file-list';
import { MarkPayout } from '@/components/payouts/mark-payout';
import { PayoutState } from '@/components/payouts/payout-state';
import { TakeFile } from '@/components/payouts/take-file';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { createClient } from '@/lib/db/server';
import { FILE_READERS } from '@/lib/payouts/desk-roles';
import { readPayoutFile, type CarriedPayout, type PayoutFileRow } from '@/lib/payouts/file-read';
import { methodName } from '@/lib/payouts/pay-methods';
import { requireStaff } from '@/lib/staff/gate';
import { markOne } from '../actions';

export const metadata: Metadata = { title: 'Payout file' };

export default async function PayoutFilePage({ params }: PageProps<'/payouts/files/[id]'>) {
  const actor = await requireStaff(FILE_READERS);
  const opened = await readPayoutFile(await createClient(), (await params).id);
  if (!opened) notFound();
  const { file, payouts, events } = opened;
  return (
    <>
      <PageHeader
        title={
          <>
            {methodName(file.provider)} file <FileState file={file} />
          </>
        }
        question="Was it carried, and what came of each payout in it?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <Link href="/payouts/files" className="text-accent underline">
            All files
          </Link>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel
          title="What it carries"
          flush
          aside={(file.sums ?? []).map((sum) => `${sum.payouts}: ${moneyText(sum.cents, sum.currency)}`).join(', ')}
        >
          <ul className="divide-y divide-line">
            {payouts.map((one) => (
              <Carried key={one.id} payout={one} />
            ))}
          </ul>
        </Panel>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Take it">
            <Bytes file={file} />
            <TakeFile
              id={file.id}
              fileName={file.file_name}
              sha256={file.sha256}
              isTaken={file.downloaded_at !== null}
              off={actor.role === 'auditor' ? 'Finance and admin take files.' : null}
            />
          </Panel>
          <Panel title="Whose hands it went through" flush>
            <HistoryList events={events} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Bytes({ file }: { file: PayoutFileRow }) {
  return (
    <dl className="mb-3 flex flex-col gap-2">
      <div>
        <dt className="text-label text-ink-3">Name</dt>
        <dd className="font-mono break-all">{file.file_name}</dd>
      </div>
      <div>
        <dt className="text-label text-ink-3">SHA-256 of its bytes, which never change</dt>
        <dd className="font-mono text-label break-all">{file.sha256}</dd>
      </div>
      <div>
        <dt className="text-label text-ink-3">Made</dt>
        <dd>
          <When at={file.made_at} /> by {file.made_by_name ?? 'former staff'}
        </dd>
      </div>
    </dl>
  );
}

function Carried({ payout }: { payout: CarriedPayout }) {
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link href={`/payouts/${payout.id}`} className="font-medium text-accent hover:underline">
          <Money cents={payout.requested_cents} currency={payout.currency} />
        </Link>
        <PayoutState state={payout.state} />
        <span className="text-ink-2">
          {payout.trader_name}, <span className="font-mono text-label">{payout.masked}</span>, account{' '}
          <span className="font-mono text-label">{loginText(payout.login)}</span>
        </span>
        {payout.settled_at && (
          <span className="text-label text-ink-2">
            <When at={payout.settled_at} mode="minute" /> {payout.proof}
          </span>
        )}
      </div>
      <MarkPayout payout={payout} sum={moneyText(payout.requested_cents, payout.currency)} action={markOne} />
    </li>
  );
}
