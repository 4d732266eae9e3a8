// A trader's own deeds: the sum as they typed it becomes a request, and a request may be taken back while nothing has left.
import type { SupabaseClient } from '@supabase/supabase-js';
import { formatMoney, minorDigits, parseMoney } from '@/lib/money';
import { judgePayout } from '@/lib/payouts/read';
import { requestPayout } from '@/lib/payouts/write';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { TraderActor } from '@/lib/staff/actor';

export interface Asking {
  account_id: string;
  request_key: string;
  beneficiary_id: string;
  amount: string;
}

/** Answers in words what was asked for. Asked twice under one key, it is asked for once and says the same. */
export async function askPayout(asking: Asking, trader: TraderActor, now: Date): Promise<Result<string>> {
  const { account_id, request_key, beneficiary_id } = asking;
  const judged = await judgePayout({ account_id, beneficiary_id, now: now.toISOString() });
  if (!judged || judged.basis.trader.id !== trader.id) return refuse('not-found', 'There is no such account.', { status: 404 });
  const { currency } = judged.basis.account;
  const digits = minorDigits(currency);
  const amount_cents = parseMoney(asking.amount.replaceAll(',', ''), digits);
  if (amount_cents === null || !isWrittenSum(asking.amount, digits))
    return refuse(
      'invalid-amount',
      `Write the sum in ${currency}, such as ${formatMoney(judged.entitlement.withdrawable_cents, digits)}.`,
      { path: 'amount' },
    );
  const asked = { account_id, trader_id: trader.id, requested_by: trader.userId, amount_cents, beneficiary_id, request_key };
  const made = await requestPayout(asked, now);
  if (!made.ok) return { ok: false, refusal: { ...made.refusal, path: 'amount' } };
  return accept(`${formatMoney(amount_cents, digits)} ${currency} is asked for. You get a mail at every step.`);
}

/** Figures with thousands marks at most, and no more decimals than the currency has: nothing is rounded for anybody. */
export function isWrittenSum(text: string, digits: number): boolean {
  const [, decimals = ''] = /^\d{1,3}(?:,?\d{3})*(?:\.(\d+))?$/.exec(text) ?? [null, 'none'];
  return decimals !== 'none' && decimals.length <= digits;
}

export async function takeBack(client: SupabaseClient, id: string): Promise<Result<string>> {
  const { data, error } = await client.rpc('cancel_payout', { p_id: id });
  if (error?.message.endsWith('not-found')) return refuse('not-found', 'There is no such payout.', { status: 404 });
  if (error) return refuse('not-kept', 'It could not be taken back right now. Nothing was changed; try again.');
  const { outcome } = data as { outcome: string };
  if (outcome !== 'cancelled')
    return refuse('already-decided', 'It has left already, or was decided meanwhile. Look again.', { status: 409 });
  return accept('The request is taken back. The sum may be asked for again.');
}
