// One own account as a card: what it is, how it stands, and the room to each floor.
import Link from 'next/link';
import { Money } from '@/components/ui/money';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { ServerDay } from '@/components/ui/zone';
import type { PortalAccount, PortalRule } from '@/lib/traders/portal';
import { AccountStamp } from './account-stamp';
import { LastKnown } from './last-known';
import { Room } from './room';

type AccountCardProps = { account: PortalAccount; floors: { rule: PortalRule; label: string }[] };

export function AccountCard({ account, floors }: AccountCardProps) {
  return (
    <ServerDay zone={account.server_zone}>
      <article className="rounded-md border border-line bg-surface p-4">
        <header className="flex flex-wrap items-start justify-between gap-2">
          <div>
            <h2 className="text-section font-semibold">
              <Link href={`/portal/accounts/${account.id}`} className="font-mono text-form text-accent underline underline-offset-2">
                {account.login}
              </Link>
            </h2>
            <p className="text-label text-ink-2">{[account.challenge_title, account.phase_name].filter(Boolean).join(', ')}</p>
          </div>
          <div className="flex items-center gap-2">
            <StatusChip status={account.status} />
            {account.is_alive && <StateChip state={account.risk_state} />}
          </div>
        </header>
        {account.is_alive && floors.length > 0 && (
          <div className="mt-3 border-y border-line">
            <LastKnown at={account.last_event_at} staleSince={account.feed_stale_since}>
              <div className="divide-y divide-line">
                {floors.map(({ rule, label }) => (
                  <Room
                    key={`${rule.rule}#${rule.instance}`}
                    label={label}
                    headroomCents={rule.headroom}
                    usedBps={rule.used_bps}
                    state={rule.status}
                    currency={account.currency}
                  />
                ))}
              </div>
            </LastKnown>
          </div>
        )}
        <footer className="mt-3 flex flex-wrap items-center justify-between gap-2 text-label text-ink-2">
          <span>
            Balance <Money cents={account.balance_cents} currency={account.currency} />, equity{' '}
            <Money cents={account.equity_cents} currency={account.currency} />
          </span>
          <AccountStamp account={account} />
        </footer>
      </article>
    </ServerDay>
  );
}
