// The payouts of one account, each with the way to its page, and what came of them in all.
import type { SupabaseClient } from '@supabase/supabase-js';
import { AccountPayouts } from '@/components/accounts/account-payouts';
import type { AccountHead } from '@/lib/accounts/read';
import { Scaling } from '@/components/payouts/scaling';
import { readAccountPayouts } from '@/lib/payouts/account-read';
import { readScaling } from '@/lib/payouts/scaling-read';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';

type Props = { account: AccountHead; actor: StaffActor; client: SupabaseClient };
const mayRead = (actor: StaffActor) => readersOf('/payouts').includes(actor.role);

export async function payoutsTab({ account, actor, client }: Props) {
  if (!mayRead(actor)) return <p className="text-ink-2">Your role does not read payouts.</p>;
  const [payouts, scaling] = await Promise.all([readAccountPayouts(client, account.id), scalingOf(account)]);
  return (
    <>
      {scaling && (
        <div className="mb-4">
          {scaling === 'failed' ? (
            <p className="text-ink-2">Where it stands with scaling could not be worked out. (scaling-not-read)</p>
          ) : (
            <Scaling standing={scaling} currency={account.currency} />
          )}
        </div>
      )}
      <AccountPayouts account={account} payouts={payouts} />
    </>
  );
}

const scalingOf = async (account: AccountHead) =>
  account.is_live && account.is_alive ? readScaling(account.id, new Date()).catch(() => 'failed' as const) : null;

/** What has arrived with the trader; null where the reader sees no payouts, or they could not be read: a nought would be an answer. */
export async function readWithdrawn(client: SupabaseClient, account: AccountHead, actor: StaffActor): Promise<number | null> {
  if (!mayRead(actor)) return null;
  return readAccountPayouts(client, account.id).then(
    ({ paidCents }) => paidCents,
    () => null,
  );
}
