// The portal's one question: how much room do I have today? All own accounts, weakest first.
import type { Metadata } from 'next';
import { AccountCard } from '@/components/portal/account-card';
import { Identity } from '@/components/portal/identity';
import { Live } from '@/components/live/live';
import { Empty } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { readHead } from '@/lib/events/read';
import { ruleName } from '@/lib/rules/rule-name';
import { floorsOf } from '@/lib/traders/portal';
import { readOwnAccounts, readOwnKyc } from '@/lib/traders/read';

export const metadata: Metadata = { title: 'My accounts' };

export default async function PortalPage() {
  // The head is read first: what happens while the accounts are read is then told twice rather than never.
  const after = await readHead().catch(() => null);
  const [accounts, kyc] = await Promise.all([readOwnAccounts(), readOwnKyc()]);
  return (
    <>
      <PageHeader
        title="My accounts"
        question="How much room do I have today?"
        actions={after !== null && <Live after={after} topics={['account', 'violation', 'payout']} mode="refresh" />}
      />
      {accounts.length === 0 && (
        <Empty title="Your account is being prepared." body="It appears here as soon as the broker has opened it; you will get a mail." />
      )}
      {accounts.map((account) => (
        <AccountCard
          key={account.id}
          account={account}
          floors={floorsOf(account).map((rule) => ({ rule, label: ruleName(rule.rule, rule.instance) }))}
        />
      ))}
      <Panel title="Identity check">
        <Identity state={kyc} />
      </Panel>
    </>
  );
}
