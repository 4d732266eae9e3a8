// Looks whether an account may grow and keeps what was found: for the question that is asked once, and again right before it is answered.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { checkWords } from '@/lib/payouts/check';
import { figuresText } from '@/lib/payouts/check-figures';
import { judgePayout } from '@/lib/payouts/read';
import { scalingStanding } from '@/lib/payouts/scaling';

const ATTEMPTS = 5;

/** Nothing to do where the rules know of no scaling or the account has ended. */
export async function weighScaling(accountId: string, now: Date): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const judged = await judgePayout({ account_id: accountId, now: now.toISOString() });
    const standing = judged && scalingStanding(judged, now.getTime());
    if (!judged || !standing) return;
    const { account_id, version } = judged.basis.account;
    const evidence = standing.conditions.map((one) => ({
      label: checkWords(one.check),
      value: figuresText(one, judged.basis.account.currency),
    }));
    const { refusals, next_cents, text } = standing;
    const found = { account_id, account_version: version, refusals, next_cents, reason: sentence(text), evidence, now: now.toISOString() };
    if ((await callFunction<string>(serviceClient(), 'weigh_scaling', { p: found })) !== 'stale') return;
  }
  throw new Error(`Account ${accountId} kept changing while its scaling was weighed.`);
}

const sentence = (text: string): string => `Every condition of its scaling is met: ${text}.`;
