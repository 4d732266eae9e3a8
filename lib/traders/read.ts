// What a trader may read of their own. The person's own client is used, so another trader's id answers nothing, as if it did not exist.
import { createClient } from '@/lib/db/server';
import { sumsByCurrency } from '@/lib/payouts/sums';
import { askToSignIn, requireTrader } from '@/lib/staff/gate';
import {
  kycState,
  PORTAL_COLUMNS,
  PORTAL_VIOLATION_COLUMNS,
  portalAccounts,
  portalViolations,
  serverZoneOf,
  type KycState,
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

/** How far the trader's own identity check is. A trader banned while this page is read has no row any more: they are signed out. */
export async function readOwnKyc(): Promise<KycState> {
  const trader = await requireTrader();
  const { data, error } = await (await createClient()).from('traders').select('kyc_status').eq('id', trader.id).maybeSingle();
  if (error) throw new Error(`The identity check could not be read: ${error.message}`);
  const row = data ?? (await askToSignIn());
  return kycState.parse(row.kyc_status);
}

interface OwnAccount {
  account: PortalAccount;
  /** Days on which a trade was closed. */
  daysTraded: number;
  /** What has arrived with the trader from it so far. */
  withdrawnCents: number;
  /** Newest first. */
  violations: PortalViolation[];
  /** The rules as bought; null where they could not be read. */
  rules: unknown;
  /** The zone whose clock ends the account's days. */
  serverZone: string | null;
}

/** One own account; null where it is not theirs. */
export async function readOwnAccount(id: string): Promise<OwnAccount | null> {
  const trader = await requireTrader();
  const client = await createClient();
  const [found, broken, days, paid] = await Promise.all([
    client.from('accounts_list').select(PORTAL_COLUMNS).eq('trader_id', trader.id).eq('id', id).limit(1),
    client
      .from('violations_list')
      .select(PORTAL_VIOLATION_COLUMNS)
      .eq('account_id', id)
      .neq('state', 'withdrawn')
      .order('breached_at', { ascending: false })
      .limit(50),
    client.from('daily_stats').select('trading_day', { count: 'exact', head: true }).eq('account_id', id).gt('trades', 0),
    client.from('payouts').select('requested_cents, currency').eq('account_id', id).eq('state', 'paid').limit(1000),
  ]);
  const failed = found.error ?? broken.error ?? days.error ?? paid.error;
  if (failed) throw new Error(`The account could not be read: ${failed.message}`);
  const account = portalAccounts(found.data)[0];
  if (!account) return null;
  const bought = await client.from('rule_sets').select('rules').eq('id', account.rule_set_id).maybeSingle();
  if (bought.error) throw new Error(`The rules of the account could not be read: ${bought.error.message}`);
  const rules: unknown = bought.data?.rules ?? null;
  return {
    account,
    daysTraded: days.count ?? 0,
    withdrawnCents: sumsByCurrency(paid.data ?? []).find(({ currency }) => currency === account.currency)?.cents ?? 0,
    violations: portalViolations(broken.data),
    rules,
    serverZone: serverZoneOf(rules),
  };
}
