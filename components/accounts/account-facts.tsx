// What the account is: whose, sold as what, pinned to which rules, and its figures as last folded.
import Link from 'next/link';
import { Definition } from '@/components/ui/definition';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { shareText } from '@/components/ui/share-text';
import { When } from '@/components/ui/when';
import { openResult } from '@/lib/accounts/open-result';
import type { AccountHead } from '@/lib/accounts/read';
import { reasonText } from '@/lib/events/reason-words';

type Props = {
  account: AccountHead;
  /** What its trader has received from it; null where the reader sees no payouts, and absent where the past is shown. */
  withdrawn?: number | null;
};

export function AccountFacts({ account, withdrawn }: Props) {
  const money = (cents: number | null, signed = false) => <Money cents={cents} currency={account.currency} signed={signed} />;
  return (
    <Panel title="Account">
      <Definition
        rows={[
          { term: 'Trader', value: <TraderLink account={account} /> },
          { term: 'Challenge', value: [account.challenge_title, account.phase_name].filter(Boolean).join(', ') || 'not sold here' },
          {
            term: 'Rule set',
            value: ruleSetText(account),
            hint: 'The version it is judged by: the one it was sold, until it is moved by name and with a reason',
          },
          { term: 'Initial balance', value: money(account.initial_balance_cents) },
          { term: 'Balance', value: money(account.balance_cents) },
          { term: 'Equity', value: money(account.equity_cents) },
          { term: 'Open result', value: money(openResult(account), true), hint: 'Equity less balance: won or lost and not booked yet' },
          { term: 'High water', value: money(account.high_water_cents) },
          { term: 'Realised profit', value: money(account.cumulative_profit_cents, true) },
          ...(typeof withdrawn === 'number'
            ? [{ term: 'Paid out', value: money(withdrawn), hint: 'What its trader has received from it so far' }]
            : []),
          { term: 'Profit split', value: account.profit_split_bps === null ? 'not set' : shareText(account.profit_split_bps) },
          { term: 'Platform', value: `${account.platform}, ${account.server}` },
          { term: 'Source', value: [account.data_source, account.connection_slug].filter(Boolean).join(', ') },
          { term: 'Activated', value: <When at={account.activated_at} mode="minute" /> },
          { term: 'Last event', value: <When at={account.last_event_at} /> },
          ...(account.closed_at ? [{ term: 'Closed', value: <When at={account.closed_at} /> }] : []),
          ...(account.closure_reason ? [{ term: 'Closed because', value: reasonText(account.closure_reason) }] : []),
        ]}
      />
    </Panel>
  );
}

export function ruleSetText(account: AccountHead): string {
  return account.rule_set_code ? `${account.rule_set_code}, version ${account.rule_set_version ?? 'not known'}` : 'none';
}

function TraderLink({ account }: { account: AccountHead }) {
  return (
    <span>
      <Link href={`/traders/${account.trader_id}`} className="text-accent hover:underline">
        {account.trader_name ?? 'Unnamed trader'}
      </Link>
      {account.trader_email && <span className="block text-label break-all text-ink-3">{account.trader_email}</span>}
    </span>
  );
}
