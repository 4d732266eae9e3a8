// What the office keeps of an account already, as the importer reads it.
import type { KeptEvent } from '@/lib/trades/known-events';
import { queryRows } from '../database';
import type { KnownAccount, Target } from '../simulate/target';

export async function readStored(target: Target, account: KnownAccount): Promise<KeptEvent[]> {
  return queryRows<KeptEvent>(target.db_url, 'select kind, external_id, data from public.account_events where account_id = $1', [
    account.id,
  ]);
}
