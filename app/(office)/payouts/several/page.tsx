// A dry run of several payouts: what this person's name would let go, what needs one more, and what may not leave and why.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ApproveSeveral } from '@/components/payouts/approve-several';
import { PayoutState } from '@/components/payouts/payout-state';
import { Empty } from '@/components/ui/empty';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { loginText } from '@/lib/accounts/login-text';
import { createClient } from '@/lib/db/server';
import { dryRun, MOST_AT_ONCE, type DryRun, type ToSign } from '@/lib/payouts/bulk-write';
import { requireStaff } from '@/lib/staff/gate';
import { UUID } from '@/lib/uuid';
import { approveThem } from './actions';

export const metadata: Metadata = { title: 'Approve several payouts' };

export default async function SeveralPayoutsPage({ searchParams }: PageProps<'/payouts/several'>) {
  await requireStaff(['finance', 'admin']);
  const asked = (await searchParams).ids;
  const ids = [...new Set((typeof asked === 'string' ? asked : '').split(',').filter((id) => UUID.test(id)))].slice(0, MOST_AT_ONCE);
  const at = new Date();
  const run = await dryRun(await createClient(), ids, at);
  return (
    <>
      <PageHeader
        title="Approve several payouts"
        question="Which of them can I let go, and what about the rest?"
        stamp={<FreshnessStamp at={at.toISOString()} />}
        actions={
          <Link href="/payouts" className="text-accent underline">
            All payouts
          </Link>
        }
      />
      {ids.length === 0 ? (
        <Empty title="Nothing is chosen" body="Choose payouts on the list first." />
      ) : (
        <div className="flex flex-col gap-4">
          <section className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
            <p className="text-section">{verdictOf(run)}</p>
            <ApproveSeveral run={run} action={approveThem} />
            <p className="text-label text-ink-2">
              Every check was done just now and is done again for each as it is approved, and once more before the money leaves. Each is a
              signature of its own under what stands here; if one has changed meanwhile, it alone is refused.
            </p>
          </section>
          <Group title="Your name lets them go" payouts={run.released} />
          <Group title="Your name and one more" payouts={run.signed} />
          {run.refused.length > 0 && (
            <Panel title="Not now" flush aside={`${run.refused.length}`}>
              <ul className="divide-y divide-line">
                {run.refused.map(({ payout, why }) => (
                  <li key={payout.id} className="px-4 py-2">
                    <Line payout={payout} />
                    <p className="text-label text-caution">{why}</p>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      )}
    </>
  );
}

/** "11 of 12 can be approved by you: $8,412.00; 1 needs another person". */
function verdictOf({ released, signed, refused, sums }: DryRun): string {
  const all = released.length + signed.length + refused.length;
  const mine = released.length + signed.length;
  const money = sums.map(({ cents, currency }) => moneyText(cents, currency)).join(' and ');
  const second = signed.length > 0 ? `; ${signed.length} of them ${signed.length === 1 ? 'needs' : 'need'} one more person` : '';
  return `${mine} of ${all} can be approved by you${mine > 0 ? `: ${money}` : ''}${second}.`;
}

function Group({ title, payouts }: { title: string; payouts: ToSign[] }) {
  if (payouts.length === 0) return null;
  return (
    <Panel title={title} flush aside={`${payouts.length}`}>
      <ul className="divide-y divide-line">
        {payouts.map((payout) => (
          <li key={payout.id} className="px-4 py-2">
            <Line payout={payout} />
            <code className="block truncate text-label text-ink-3" title={payout.digest}>
              {payout.digest}
            </code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Line({ payout }: { payout: ToSign }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <Link href={`/payouts/${payout.id}`} className="font-medium text-accent hover:underline">
        <Money cents={payout.requested_cents} currency={payout.currency} />
      </Link>
      <PayoutState state={payout.state} />
      <span className="min-w-0 truncate">
        {payout.trader_name}, account <span className="font-mono text-label">{loginText(payout.login)}</span>
      </span>
    </div>
  );
}
