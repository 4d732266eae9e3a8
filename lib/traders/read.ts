// What a trader may read of their own. The person's own client is used, so another trader's id answers nothing, as if it did not exist.
import { createClient } from '@/lib/db/server';
import { requireTrader } from '@/lib/staff/gate';
import {
  PORTAL_COLUMNS,
  PORTAL_VIOLATION_COLUMNS,
  portalAccounts,
  portalViolations,
  type PortalAccount,
  type PortalViolation,
} from '@/lib/traders/portal';

/** All accounts of the trader who asks, weakest first. */
export async function readOwnAccounts(): Promise<PortalAccount[]> {
  const trader = await requireTrader();
  const client = await createClient();
  const { data, error } = await client.from('accounts_list').select(PORTAL_COLUMNS).eq('trader_id', trader.id).limit(200);
  if (error) throw new Error(`Own accounts could not be read: ${error.message}`);
  return portalAccounts(data);
}

/** One own account with its violations, newest first; null where it is not theirs. */
export async function readOwnAccount(id: string): Promise<{ account: PortalAccount; violations: PortalViolation[] } | null> {
  const trader = await requireTrader();
  const client = await createClient();
  const [found, broken] = await Promise.all([
    client.from('accounts_list').select(PORTAL_COLUMNS).eq('trader_id', trader.id).eq('id', id).limit(1),
    client
      .from('violations_list')
      .select(PORTAL_VIOLATION_COLUMNS)
      .eq('account_id', id)
      .neq('state', 'withdrawn')
      .order('breached_at', { ascending: false })
      .limit(50),
  ]);
  const failed = found.error ?? broken.error;
  if (failed) throw new Error(`The account could not be read: ${failed.message}`);
  const account = portalAccounts(found.data)[0];
  return account ? { account, violations: portalViolations(broken.data) } : null;
}
