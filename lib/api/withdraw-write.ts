// Withdrawals by call: asked for by the trader, approved or rejected by staff. The same verbs as behind the pages, so neither is more generous.
import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import type { Call } from '@/lib/api/door-receive';
import { pageOf, type Page } from '@/lib/api/paging';
import type { Listed } from '@/lib/api/read';
import type { approval, rejection, withdrawal } from '@/lib/api/requests';
import { formatMoney, minorDigits, parseMoney, type Cents } from '@/lib/money';
import { approvePayout, rejectPayout } from '@/lib/payouts/office-write';
import { isWrittenSum } from '@/lib/payouts/own-write';
import { readPayoutPolicy } from '@/lib/payouts/policy-read';
import { judgePayout, type Judgement } from '@/lib/payouts/read';
import { PAYOUT_COLUMNS, withdrawalOf, type StoredPayout, type Withdrawal } from '@/lib/payouts/withdrawal';
import { requestPayout } from '@/lib/payouts/write';
import { accept, refuse, type Result } from '@/lib/refusal';
import { UUID } from '@/lib/uuid';

const noAccount = () => refuse('not-found', 'There is no such account.');
const noPayout = () => refuse('not-found', 'There is no such withdrawal.');

export async function withdraw({ client, actor, params, body, headers, now }: Call<z.output<typeof withdrawal>>): Promise<Result<object>> {
  const id = params.id ?? '';
  if (actor?.kind !== 'trader' || !UUID.test(id)) return noAccount();
  const own = await client.from('accounts_list').select('id').eq('id', id).eq('trader_id', actor.id).maybeSingle();
  if (own.error) throw new Error(`accounts_list: ${own.error.message}`);
  if (!own.data) return noAccount();
  const beneficiary_id = await destinationOf(client, actor.id, body.paymentMethod);
  if (beneficiary_id === null)
    return refuse('no-beneficiary', 'There is no such destination. Add it in the portal.', { path: 'paymentMethod' });
  const judged = await judgePayout({ account_id: id, beneficiary_id, now: now.toISOString() });
  if (!judged) return noAccount();
  const digits = minorDigits(judged.basis.account.currency);
  const written = String(body.amount);
  const amount_cents = isWrittenSum(written, digits) ? parseMoney(written.replaceAll(',', ''), digits) : null;
  if (amount_cents === null)
    return refuse('invalid', `amount: a sum in ${judged.basis.account.currency} as decimal text or a number.`, { path: 'amount' });
  const key = headers.get('idempotency-key');
  const request_key = key === null ? randomUUID() : `api:${key}`;
  const asked = { account_id: id, trader_id: actor.id, requested_by: actor.userId, amount_cents, beneficiary_id, request_key };
  const made = await requestPayout(asked, now);
  if (!made.ok) return withNumbers(made, await judgePayout({ account_id: id, beneficiary_id, now: now.toISOString() }, amount_cents));
  const stored = await client.from('payouts').select(PAYOUT_COLUMNS).eq('id', made.value.payout_id).single();
  if (stored.error) throw new Error(`payouts: ${stored.error.message}`);
  const told = withdrawalOf(stored.data as unknown as StoredPayout, digits, judged.basis.settings.provider_days);
  const { id: withdrawalId, status, requiresReview, estimatedCompletionAt } = told;
  return accept({ success: true, withdrawalId, status, requiresReview, estimatedCompletionAt, withdrawal: told });
}

/** A destination by its id; or the newest one that is paid that way. */
async function destinationOf(client: SupabaseClient, traderId: string, method: string): Promise<string | null> {
  const mine = client.from('beneficiaries').select('id').eq('trader_id', traderId).eq('is_active', true);
  const { data, error } = await (UUID.test(method) ? mine.eq('id', method) : mine.eq('provider', method))
    .order('confirmed_at', { ascending: false })
    .limit(1);
  if (error) throw new Error(`beneficiaries: ${error.message}`);
  return (data[0] as { id: string } | undefined)?.id ?? null;
}

function withNumbers(refused: { ok: false; refusal: { code: string; message: string } }, judged: Judgement | null): Result<never> {
  const failed = judged?.entitlement.checks.find(({ check }) => check === refused.refusal.code);
  if (!judged || !failed) return refused;
  const digits = minorDigits(judged.basis.account.currency);
  const facts = {
    ...(failed.measured === null ? {} : { measured: failed.measured }),
    ...(failed.required === null ? {} : { required: failed.required }),
    withdrawable: formatMoney(judged.entitlement.withdrawable_cents, digits),
  };
  return { ok: false, refusal: { ...refused.refusal, facts } };
}

const PENDING = `${PAYOUT_COLUMNS}, version, checks, entitled_cents, hold_reason`;
type Pending = StoredPayout & { version: number; checks: unknown; entitled_cents: number; hold_reason: string | null };

/** What waits for people, oldest first, with exactly what an approval signs. What the policy will let go waits for nobody. */
export async function pendingWithdrawals(client: SupabaseClient, page: Page): Promise<Result<Listed>> {
  const request = client.from('payouts').select(PENDING).or(waitsAfter(page.after));
  const [{ data, error }, policy] = await Promise.all([
    request
      .order('requested_at')
      .order('id')
      .limit(page.limit + 1),
    readPayoutPolicy(client),
  ]);
  if (error) throw new Error(`payouts: ${error.message}`);
  const listed = pageOf((data ?? []) as unknown as Pending[], page, ({ requested_at: at, id }) => ({ at, id }));
  const [traders, accounts, digests] = await Promise.all([
    client
      .from('traders_list')
      .select('id, email, full_name')
      .in(
        'id',
        listed.items.map((row) => row.trader_id),
      ),
    client
      .from('funded_accounts')
      .select('*')
      .in(
        'id',
        listed.items.map((row) => row.account_id),
      ),
    client.rpc('payout_digests', { p_ids: listed.items.map(({ id }) => id) }),
  ]);
  const failed = traders.error ?? accounts.error ?? digests.error;
  if (failed) throw new Error(failed.message);
  const people = new Map((traders.data ?? []).map((row) => [String(row.id), row]));
  const funded = new Map((accounts.data ?? []).map((row) => [String(row.id), row as Record<string, unknown>]));
  return accept({
    ...listed,
    items: listed.items.map((row) => ({
      ...withdrawalOf(row, minorDigits(row.currency), policy.value.provider_days),
      user: { id: row.trader_id, email: people.get(row.trader_id)?.email ?? null, fullName: people.get(row.trader_id)?.full_name ?? null },
      fundedAccount: { id: row.account_id, status: funded.get(row.account_id)?.status ?? null },
      checks: row.checks,
      entitled: formatMoney(row.entitled_cents as Cents, minorDigits(row.currency)),
      holdReason: row.hold_reason,
      digest: (digests.data as Record<string, string>)[row.id] ?? null,
      version: row.version,
    })),
  });
}

/** In one condition, because of two of them the embedded API keeps only one. */
function waitsAfter(after: Page['after']): string {
  const later = after === null ? [''] : [`,requested_at.gt."${after.at}"`, `,requested_at.eq."${after.at}",id.gt."${after.id}"`];
  return ['state.eq.held', 'state.eq.requested,route.eq.person'].flatMap((waits) => later.map((one) => `and(${waits}${one})`)).join(',');
}

export async function approveWithdrawal({ client, params, body, now }: Call<z.output<typeof approval>>): Promise<Result<object>> {
  const id = params.id ?? '';
  if (!UUID.test(id)) return noPayout();
  const outcome = await approvePayout(client, { id, version: body.version, digest: body.digest.toLowerCase() }, now);
  return outcome.ok ? asDecided(client, id) : outcome;
}

export async function rejectWithdrawal({ client, params, body }: Call<z.output<typeof rejection>>): Promise<Result<object>> {
  const id = params.id ?? '';
  const found = UUID.test(id) ? await client.from('payouts').select('version').eq('id', id).maybeSingle() : { data: null, error: null };
  if (found.error) throw new Error(`payouts: ${found.error.message}`);
  if (!found.data) return noPayout();
  const outcome = await rejectPayout(client, id, (found.data as { version: number }).version, body.reason);
  return outcome.ok ? asDecided(client, id) : outcome;
}

async function asDecided(client: SupabaseClient, id: string): Promise<Result<{ withdrawal: Withdrawal }>> {
  const [{ data, error }, policy] = await Promise.all([
    client.from('payouts').select(PAYOUT_COLUMNS).eq('id', id).single(),
    readPayoutPolicy(client),
  ]);
  if (error) throw new Error(`payouts: ${error.message}`);
  const row = data as unknown as StoredPayout;
  return accept({ withdrawal: withdrawalOf(row, minorDigits(row.currency), policy.value.provider_days) });
}
