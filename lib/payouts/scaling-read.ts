// Where an account stands with its scaling, worked out from the same basis as its payouts.
import { judgePayout } from '@/lib/payouts/read';
import { scalingStanding, type ScalingStanding } from '@/lib/payouts/scaling';

/** Null where its rules know of none. Whoever asks has shown that they may see the account. */
export async function readScaling(accountId: string, now: Date): Promise<ScalingStanding | null> {
  const judged = await judgePayout({ account_id: accountId, now: now.toISOString() });
  return judged && scalingStanding(judged, now.getTime());
}
