// What people and jobs do to a payout, in the product's own words: asked for, approved by a name, looked at.
import { randomUUID } from 'node:crypto';
import type { Cents } from '@/lib/money';
import { requestPayout } from '@/lib/payouts/write';
import type { Funded, FundedAccount } from './funded';

/** No window, a small cool-off, and at most $2,500 by itself. */
export const POLICY = {
  auto_release_below_cents: 100_000,
  second_approver_at_or_above_cents: 2_500_000,
  settlement_days: 0,
  limit_days: 30,
  limit_per_trader_cents: 250_000,
  cool_off_seconds: 60,
};

export const publishPolicy = (firm: Funded) =>
  firm.flow.rows(
    `insert into public.settings (key, version, value, published_at) values ('payout_policy', 1, $1, now())`,
    JSON.stringify(POLICY),
  );

export function ask(account: FundedAccount, amount: number, key: string = randomUUID()) {
  const asked = { account_id: account.id, trader_id: account.trader.id, requested_by: account.trader.userId, beneficiary_id: null };
  return requestPayout({ ...asked, amount_cents: amount as Cents, request_key: key }, new Date());
}

/** The id of a payout that is asked for and must be. */
export async function asked(account: FundedAccount, amount: number): Promise<string> {
  const answer = await ask(account, amount);
  if (!answer.ok) throw new Error(`${answer.refusal.code}: ${answer.refusal.message}`);
  return answer.value.payout_id;
}

/** Signs what is there to be read right now; answers the outcome, or what forbade it. */
export async function approve(firm: Funded, id: string, who = 'ada'): Promise<string> {
  const [seen] = await firm.flow.rows<{ version: string; digest: string }>(
    `select p.version, encode(private.payout_digest(p), 'hex') as digest from public.payouts p where id = $1`,
    id,
  );
  const answer = await firm.staff[who]?.client.rpc('approve_payout', {
    p_id: id,
    p_version: Number(seen?.version),
    p_digest: seen?.digest,
  });
  if (!answer || answer.error) return answer?.error?.message ?? 'nobody';
  return (answer.data as { outcome: string }).outcome;
}

export const stateOf = async (firm: Funded, id: string): Promise<string> =>
  (await firm.flow.rows<{ state: string }>('select state from public.payouts where id = $1', id))[0]?.state ?? 'none';

/** What the books of money and payouts find wrong with themselves. */
export const broken = (firm: Funded) =>
  firm.flow.rows(
    'select * from private.check_money() union all select * from private.check_ledger() union all select * from private.check_payouts()',
  );
