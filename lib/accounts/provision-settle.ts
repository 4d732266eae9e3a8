// The job behind every new account: asks the platform for a login and opens the account with it. It may die at any step and run again: the
// key is the account's own, the login of an account is one, and an account that is open already is left alone.
import { serviceClient } from '@/lib/db/clients';
import { platformOf } from '@/lib/trades/providers/choose-settle';
import type { OrderConnection, ProvisionOrder } from '@/lib/trades/providers/provider';
import { callFunction } from '@/lib/db/call';

type Provision = ProvisionOrder & { connection: OrderConnection };

/** Throws where another try may help; a refusal for good opens a review and the account stays pending. */
export async function provisionAccount(accountId: string, now: Date): Promise<void> {
  const due = await call<Provision | null>('load_provision', { p_account_id: accountId });
  if (!due) return;
  const { connection, ...order } = due;
  const answer = await platformOf(connection, now).createAccount(order, `provision:${accountId}`);
  if (answer.outcome === 'unknown') throw new Error(`The platform did not say whether account ${accountId} is open: ${answer.message}`);
  if (answer.outcome === 'refused') {
    const { code, message } = answer;
    await call('refuse_provision', { p: { account_id: accountId, code, message, now: now.toISOString() } });
    return;
  }
  await call('activate_account', { p: { account_id: accountId, ...answer.value, now: now.toISOString() } });
}

/** Passes a phase whose published rules pass by themselves; where something stands in the way, the review waits for a person. */
export async function passPhase(reviewId: string, now: Date): Promise<void> {
  await call('pass_phase', { p_review_id: reviewId, p_now: now.toISOString() });
}

const call = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);
