// The days this account still has to wait or to trade: before it passes where it is an evaluation, before it is paid where it is funded.
import { DayCounts } from '@/components/payouts/day-counts';
import { Panel } from '@/components/ui/panel';
import type { AccountHead } from '@/lib/accounts/read';
import { ruleDayCounts } from '@/lib/payouts/day-counts';
import { readDayCounts } from '@/lib/payouts/day-counts-read';

export async function AccountDays({ account }: { account: AccountHead }) {
  if (!account.is_alive) return null;
  const asked = ruleDayCounts(account.rule_states ?? [], account.is_live);
  const funded = account.is_live ? await readDayCounts(account.id, new Date()).catch(() => null) : [];
  const counts = [...(funded ?? []), ...asked];
  if (counts.length === 0 && funded !== null) return null;
  return (
    <Panel title="Days that count">
      {funded === null && <p className="text-ink-2">The days before a payout could not be worked out. (days-not-read)</p>}
      <DayCounts counts={counts} />
    </Panel>
  );
}
