// What the account is and what stands on it, in a few lines.
import { Definition } from '@/components/ui/definition';
import { Money } from '@/components/ui/money';
import { shareText } from '@/components/ui/share-text';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { openResult } from '@/lib/accounts/open-result';
import type { PortalAccount } from '@/lib/traders/portal';
import { AccountStamp } from './account-stamp';

type Props = { account: PortalAccount; daysTraded: number; withdrawnCents: number };

export function AccountSummary({ account, daysTraded, withdrawnCents }: Props) {
  const money = (cents: number | null, isSigned = false) => <Money cents={cents} currency={account.currency} signed={isSigned} />;
  return (
    <section aria-label="Account" className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-form font-medium">{[account.challenge_title, account.phase_name].filter(Boolean).join(', ')}</p>
        <div className="flex items-center gap-2">
          <StatusChip status={account.status} />
          {account.is_alive && <StateChip state={account.risk_state} />}
        </div>
      </div>
      <Definition
        rows={[
          { term: 'Balance', value: money(account.balance_cents) },
          { term: 'Equity', value: money(account.equity_cents) },
          { term: 'Open result', value: money(openResult(account), true) },
          { term: 'Profit so far', value: money(account.cumulative_profit_cents, true) },
          { term: 'Peak', value: money(account.high_water_cents) },
          { term: 'Paid out to you', value: money(withdrawnCents) },
          { term: 'Started with', value: money(account.initial_balance_cents) },
          { term: 'Days traded', value: <span className="num">{daysTraded}</span> },
          ...(account.profit_split_bps === null
            ? []
            : [{ term: 'Your share', value: <span className="num">{shareText(account.profit_split_bps)}</span> }]),
        ]}
      />
      <AccountStamp account={account} />
    </section>
  );
}
