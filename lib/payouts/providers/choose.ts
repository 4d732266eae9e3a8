// Which provider carries a payout. Where no live key is set there is the simulated one and no other; where one is set, nothing is simulated.
import { simulateTransfer } from '@/lib/db/payouts';
import { isEmbedded } from '@/lib/env';
import { carriedProvider } from '@/lib/payouts/providers/carried';
import { payoutKeys, type PayoutKeys } from '@/lib/payouts/providers/keys';
import { nowPaymentsProvider } from '@/lib/payouts/providers/nowpayments';
import type { PayoutProvider } from '@/lib/payouts/providers/provider';
import { simulatedProvider, type TransferBook } from '@/lib/payouts/providers/simulated';
import { stripeProvider } from '@/lib/payouts/providers/stripe';
import { guardedFetch } from '@/lib/trades/providers/guarded-fetch';

const PATIENCE_MS = 20_000;

const book: TransferBook = {
  async make(transfer) {
    const made = await simulateTransfer({ ...transfer, now: new Date().toISOString() });
    if (made === null) throw new Error('The simulated transfer was not made.');
    return made;
  },
  look: (key) => simulateTransfer({ key }),
};

/** Null where the provider's key is not set: then nothing is sent, and a person is asked. */
export const providerOf = async (code: string): Promise<PayoutProvider | null> => providerBy(code, await payoutKeys());

/** Those of the codes whose provider can be reached from here and needs nobody to carry it. */
export async function automaticOf(codes: readonly string[]): Promise<string[]> {
  const keys = await payoutKeys();
  return codes.filter((code) => providerBy(code, keys)?.automatic === true);
}

/** Whether real money moves. */
export const isLive = async (): Promise<boolean> => hasAny(await payoutKeys());

const hasAny = ({ stripe, nowpayments }: PayoutKeys): boolean => stripe !== null || nowpayments !== null;

function providerBy(code: string, keys: PayoutKeys): PayoutProvider | null {
  switch (code) {
    case 'simulated':
      return hasAny(keys) ? null : simulatedProvider(book);
    case 'rise':
    case 'bank':
      return carriedProvider(code);
    case 'stripe':
      return keys.stripe && stripeProvider({ ...keys.stripe, ...network(keys.stripe.baseUrl) });
    case 'nowpayments':
      return keys.nowpayments && nowPaymentsProvider({ ...keys.nowpayments, ...network(keys.nowpayments.baseUrl), now: () => Date.now() });
    default:
      return null;
  }
}

function network(address: string) {
  const call = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: PATIENCE_MS, maxBytes: 1_048_576 });
  return { baseUrl: address.replace(/\/+$/, ''), fetch: call, timeoutMs: PATIENCE_MS };
}
