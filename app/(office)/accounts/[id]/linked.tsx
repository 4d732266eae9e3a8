// Accounts that trade like this one, and what became of it: withheld payouts are let go here, by somebody else than withheld them.
import type { SupabaseClient } from '@supabase/supabase-js';
import { LinkedAccounts } from '@/components/abuse/linked-accounts';
import { WithheldPayouts } from '@/components/abuse/withheld-payouts';
import { readAccountPairs, readBar } from '@/lib/abuse/copy-read';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';
import { letPayoutsGo } from '../../copy-trading/actions';

export async function linkedTab({ account, actor, client }: { account: string; actor: StaffActor; client: SupabaseClient }) {
  if (!readersOf('/copy-trading').includes(actor.role)) return <p className="text-ink-2">Your role does not read who trades alike.</p>;
  const [pairs, bar] = await Promise.all([readAccountPairs(client, account), readBar(client, account)]);
  const isRisk = actor.role === 'risk' || actor.role === 'admin';
  const refusedBecause = !isRisk
    ? 'Only risk and administrators let payouts go.'
    : bar?.set_by === actor.id
      ? 'You withheld these payouts, so another person lets them go.'
      : null;
  return (
    <div className="flex flex-col gap-4">
      {bar && <WithheldPayouts account={account} bar={bar} refusedBecause={refusedBecause} action={letPayoutsGo} />}
      <LinkedAccounts account={account} pairs={pairs} />
    </div>
  );
}
