// The facts of a payout: who, from which account, how the gross is shared, where it goes and when.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Definition } from '@/components/ui/definition';
import { Money } from '@/components/ui/money';
import { shareText } from '@/components/ui/share-text';
import { When } from '@/components/ui/when';
import type { PayoutDetail } from '@/lib/payouts/office-read';
import { methodName } from '@/lib/payouts/pay-methods';

export function PayoutFacts({ payout }: { payout: PayoutDetail }) {
  const money = (cents: number) => <Money cents={cents} currency={payout.currency} />;
  return (
    <Definition
      rows={[
        { term: 'Trader receives', value: money(payout.requested_cents) },
        { term: 'Firm keeps', value: money(payout.firm_cents) },
        {
          term: 'Leaves the account',
          value: (
            <>
              {money(payout.gross_cents)} <span className="text-ink-2">of which {shareText(payout.split_bps)} is the trader’s</span>
            </>
          ),
        },
        { term: 'Owed in all', value: money(payout.entitled_cents) },
        {
          term: 'Trader',
          value: (
            <Link href={`/traders/${payout.trader_id}`} className="text-accent underline">
              {payout.trader_name || 'Without a name'}
            </Link>
          ),
        },
        {
          term: 'Account',
          value: (
            <>
              <Link href={`/accounts/${payout.account_id}`} className="font-mono text-label text-accent underline">
                {loginText(payout.login)}
              </Link>{' '}
              {[payout.account_status, payout.challenge_title].filter(Boolean).join(', ')}
            </>
          ),
        },
        {
          term: 'Destination',
          value: (
            <>
              {methodName(payout.provider)} <span className="font-mono text-label">{payout.beneficiary_masked}</span>,{' '}
              {payout.beneficiary_name}
              <span className="block text-label text-ink-2">
                known since <When at={payout.beneficiary_confirmed_at} mode="minute" />
              </span>
            </>
          ),
        },
        ...(payout.provider_ref
          ? [{ term: 'Provider’s reference', value: <code className="text-label break-all">{payout.provider_ref}</code> }]
          : []),
        { term: 'Asked for', value: <When at={payout.requested_at} /> },
        { term: 'Window ends', value: <When at={payout.hold_until} mode="minute" /> },
        { term: 'Released by', value: tierText(payout) },
        ...(payout.approved_at ? [{ term: 'Approved', value: <When at={payout.approved_at} /> }] : []),
        ...(payout.sent_at ? [{ term: 'Sent', value: <When at={payout.sent_at} /> }] : []),
        ...(payout.settled_at ? [{ term: 'Settled', value: <When at={payout.settled_at} /> }] : []),
      ]}
    />
  );
}

function tierText({ route, approvals_required: needed }: PayoutDetail): string {
  if (route === 'policy') return 'the published policy, when the window ends and every check is kept';
  return needed > 1 ? `${needed} people` : 'one person';
}
