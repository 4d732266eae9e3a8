// The payouts of one account, newest first: each leads to its page, where its checks, names and bookings are.
import Link from 'next/link';
import { PayoutState } from '@/components/payouts/payout-state';
import { FigureTable } from '@/components/ui/figure-table';
import { Empty } from '@/components/ui/empty';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import type { AccountPayouts as Payouts } from '@/lib/payouts/account-read';
import { methodName } from '@/lib/payouts/pay-methods';

type Props = { account: { id: string; currency: string; is_live: boolean }; payouts: Payouts };

export function AccountPayouts({ account, payouts: { rows, paidCents } }: Props) {
  if (rows.length === 0) {
    return (
      <Empty
        title="No payout was asked for"
        body={account.is_live ? 'Its trader asks for one in the portal.' : 'Payouts are asked for from funded accounts only.'}
      />
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-label text-ink-2">
        Paid out so far: <Money cents={paidCents} currency={account.currency} />.{' '}
        <Link href={`/payouts?account=${account.id}`} className="text-accent underline">
          In the list of payouts
        </Link>
      </p>
      <FigureTable
        caption="Payouts of this account, the newest first"
        columns={[
          { name: 'Receives' },
          { name: 'Profit it takes' },
          { name: 'State', words: true },
          { name: 'Paid to', words: true },
          { name: 'Asked for', words: true },
          { name: 'Settled', words: true },
        ]}
        rows={rows.map((one) => ({
          key: one.id,
          cells: [
            <Link key="p" href={`/payouts/${one.id}`} className="font-medium text-accent hover:underline">
              <Money cents={one.requested_cents} currency={one.currency} />
            </Link>,
            <Money key="g" cents={one.gross_cents} currency={one.currency} />,
            <PayoutState key="s" state={one.state} />,
            <span key="m" className="whitespace-nowrap">
              {methodName(one.provider)} <span className="font-mono text-label text-ink-2">{one.beneficiary_masked}</span>
            </span>,
            <When key="r" at={one.requested_at} mode="minute" />,
            one.settled_at === null ? '' : <When key="d" at={one.settled_at} mode="minute" />,
          ],
        }))}
      />
    </div>
  );
}
