// What happens to a payout that waits: the policy lets it go when its window ends, or what it rests on is worked out again.
import { isPassing, recomputePayout, recordOverpayment, releaseByPolicy } from '@/lib/db/payouts';
import { checkWords } from '@/lib/payouts/check';
import { figuresText } from '@/lib/payouts/check-figures';
import { judgePayout, type Judgement } from '@/lib/payouts/read';

const ATTEMPTS = 5;

/** Judged again at the end of its window; the database makes sure that nothing moved since, and counts what the policy may let go. */
export async function releasePayout(payoutId: string, now: Date): Promise<string> {
  return again(async () => {
    const judged = await judgePayout({ payout_id: payoutId, now: now.toISOString() });
    if (judged?.basis.payout?.state !== 'requested') return 'not-open';
    return (await releaseByPolicy(answerOf(payoutId, judged, now))).outcome;
  });
}

/** A held payout whose checks are green again asks for fresh approvals; one that is not says why it still waits. */
export async function settleHeldPayout(payoutId: string, now: Date): Promise<string> {
  return again(async () => {
    const judged = await judgePayout({ payout_id: payoutId, now: now.toISOString() });
    if (judged?.basis.payout?.state !== 'held') return 'not-held';
    const { checks, effect, is_green, entitled_cents } = judged.entitlement;
    const payout = judged.basis.payout;
    const reason = reasonOf(judged);
    // Looked at every few minutes: only news is written down.
    const isNews = is_green || entitled_cents !== payout.entitled_cents || reason !== payout.hold_reason;
    if (!isNews) return 'held';
    return (await recomputePayout({ ...answerOf(payoutId, judged, now), reason, checks, effect: effect ?? {} })).outcome;
  });
}

/** What has left is weighed against what the profit is worth now; what is beyond it is booked as owed back, and taken back once it is earned. */
export async function weighPayouts(accountId: string, now: Date): Promise<number> {
  return again(async () => {
    const judged = await judgePayout({ account_id: accountId, now: now.toISOString() });
    if (judged === null) return 0;
    const { overpaid_cents } = judged.entitlement;
    const asked = { account_id: accountId, account_version: judged.basis.account.version, overpaid_cents, now: now.toISOString() };
    return (await recordOverpayment(asked)).overpaid_cents;
  });
}

function reasonOf({ basis, entitlement }: Judgement): string | null {
  const open = entitlement.checks.find(({ state }) => state === 'failed') ?? entitlement.checks.find(({ state }) => state === 'unknown');
  return open === undefined ? null : `not met: ${checkWords(open.check)} (${figuresText(open, basis.account.currency)})`;
}

function answerOf(payout_id: string, { basis, entitlement }: Judgement, now: Date) {
  const { entitled_cents, is_green } = entitlement;
  return { payout_id, account_version: basis.account.version, entitled_cents, is_green, now: now.toISOString() };
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isPassing(error)) throw error;
    }
  }
}
