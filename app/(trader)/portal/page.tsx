// The portal's one question: how much room do I have today? All own accounts, weakest first.
import type { Metadata } from 'next';
import { AccountCard } from '@/components/portal/account-card';
import { Empty } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { ruleName } from '@/components/violations/rule-words';
import { floorsOf } from '@/lib/traders/portal';
import { readOwnAccounts } from '@/lib/traders/read';

export const metadata: Metadata = { title: 'My accounts' };

export default async function PortalPage() {
  const accounts = await readOwnAccounts();
  return (
    <>
      <PageHeader title="My accounts" question="How much room do I have today?" />
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
    </>
  );
}
