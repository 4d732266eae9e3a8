// One own account: the room, every rule in a sentence, what the next reset changes, and violations with their numbers.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { AccountCard } from '@/components/portal/account-card';
import { RuleLine } from '@/components/portal/rule-line';
import { LinkButton } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ruleName } from '@/components/violations/rule-words';
import { floorsOf, type PortalViolation } from '@/lib/traders/portal';
import { readOwnAccount } from '@/lib/traders/read';

export const metadata: Metadata = { title: 'Account' };

export default async function OwnAccountPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const found = z.uuid().safeParse(id).success ? await readOwnAccount(id) : null;
  if (!found) notFound();
  const { account, violations } = found;
  return (
    <>
      <PageHeader
        title={`Account ${account.login}`}
        question="How much room do I have today?"
        actions={<LinkButton href="/portal">All accounts</LinkButton>}
      />
      {account.trading_off_reason && (
        <p role="status" className="rounded-md border border-caution bg-caution-soft px-4 py-2 text-ink">
          Trading is off: {account.trading_off_reason.replace(/[-_]/g, ' ')}
          {account.trading_off_until && (
            <>
              , until <When at={account.trading_off_until} mode="minute" />
            </>
          )}
          .
        </p>
      )}
      <AccountCard account={account} floors={floorsOf(account).map((rule) => ({ rule, label: ruleName(rule.rule, rule.instance) }))} />
      <Panel title="Rules" aside={account.rule_set_code && `${account.rule_set_code}, version ${account.rule_set_version ?? '?'}`}>
        {account.rule_states.length === 0 && <p className="text-ink-2">Nothing has been measured yet.</p>}
        <ul className="-my-2.5 divide-y divide-line">
          {account.rule_states.map((rule) => (
            <RuleLine
              key={`${rule.rule}#${rule.instance}`}
              rule={rule}
              label={ruleName(rule.rule, rule.instance)}
              currency={account.currency}
            />
          ))}
        </ul>
      </Panel>
      <Panel title="Violations">
        <Violations violations={violations} />
      </Panel>
    </>
  );
}

function Violations({ violations }: { violations: PortalViolation[] }) {
  if (violations.length === 0) return <p className="text-ink-2">No rule was broken.</p>;
  return (
    <ul className="-my-2.5 divide-y divide-line">
      {violations.map((violation) => (
        <li key={violation.id} className="flex flex-col gap-0.5 py-2.5">
          <h3 className="font-medium">{ruleName(violation.rule)}</h3>
          <p className="text-ink-2">{violation.message}</p>
          <p className="text-label text-ink-3">
            <When at={violation.breached_at} /> · {violation.state}
            {violation.rule_set_version !== null && ` · rules as sold, version ${violation.rule_set_version}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
