// What may be done to the account, and what somebody has asked for that waits for another person.
import type { SupabaseClient } from '@supabase/supabase-js';
import { AccountChain } from '@/components/accounts/account-chain';
import { DeedMenu, NoDeeds } from '@/components/accounts/deed-menu';
import { ErrorState } from '@/components/ui/error-state';
import { PendingChange } from '@/components/accounts/pending-change';
import { readChain } from '@/lib/accounts/chain-read';
import { DEED_ROLES, offeredDeeds } from '@/lib/accounts/deed';
import { readDeedGrounds } from '@/lib/accounts/deed-read';
import { readStaffNames, type AccountHead } from '@/lib/accounts/read';
import { readSecondPersonRequests } from '@/lib/reviews/read';
import type { StaffActor } from '@/lib/staff/actor';
import { decideAccountChange, performAccountDeed, undoAccountBlock } from './deed-actions';

type Props = { account: AccountHead; actor: StaffActor; client: SupabaseClient };

const mayAct = (actor: StaffActor) => actor.role === 'risk' || actor.role === 'admin';

export async function AccountDeeds({ account, actor, client }: Props) {
  if (!DEED_ROLES.some((role) => role === actor.role)) return <NoDeeds />;
  const grounds = await readDeedGrounds(client, account).catch(() => null);
  if (!grounds) return <ErrorState code="deeds-not-read" title="What may be done could not be read" className="px-3 py-2" />;
  return (
    <DeedMenu
      accountId={account.id}
      login={account.login}
      version={account.version}
      status={account.status}
      deeds={offeredDeeds(grounds, actor.role)}
      action={performAccountDeed}
      undo={undoAccountBlock}
    />
  );
}

export async function PendingChanges({ account, actor, client }: Props) {
  const rows = await readSecondPersonRequests(client, account.id);
  if (rows.length === 0) return null;
  const names = await readStaffNames(
    client,
    rows.map((row) => row.requested_by),
  );
  return rows.map((row) => (
    <PendingChange
      key={row.id}
      request={row}
      askedBy={names[row.requested_by] ?? 'Former staff'}
      refusedBecause={
        !mayAct(actor)
          ? 'Risk and admin decide this.'
          : row.requested_by === actor.id
            ? 'You asked for this yourself: it needs another person.'
            : row.from_status !== account.status
              ? `The account is ${account.status} meanwhile, so it can only be turned down.`
              : null
      }
      mayReject={mayAct(actor) && row.requested_by !== actor.id}
      action={decideAccountChange}
    />
  ));
}

export async function Chain({ account, client }: Pick<Props, 'account' | 'client'>) {
  return <AccountChain chain={await readChain(client, account.id)} />;
}
