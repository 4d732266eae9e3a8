// Which provider carries a payout. Where no live key is set there is the simulated one and no other; where one is set, nothing is simulated.
import { simulateTransfer } from '@/lib/db/payouts';
import { isEmbedded, nowPayments, stripeBaseUrl, stripePayoutKey } from '@/lib/env';
import { carriedProvider } from '@/lib/payouts/providers/carried';
import { nowPaymentsProvider } from '@/lib/payouts/providers/nowpayments';
import type { PayoutProvider, ProviderCode } from '@/lib/payouts/providers/provider';
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
export function providerOf(code: string): PayoutProvider | null {
  switch (code) {
    case 'simulated':
      return isLive() ? null : simulatedProvider(book);
    case 'rise':
    case 'bank':
      return carriedProvider(code);
    case 'stripe': {
      const secretKey = stripePayoutKey();
      return secretKey === null ? null : stripeProvider({ ...network(stripeBaseUrl()), secretKey });
    }
    case 'nowpayments': {
      const login = nowPayments();
      return login === null ? null : nowPaymentsProvider({ ...login, ...network(login.baseUrl), now: () => Date.now() });
    }
    default:
      return null;
  }
}

function network(address: string) {
  const call = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: PATIENCE_MS, maxBytes: 1_048_576 });
  return { baseUrl: address.replace(/\/+$/, ''), fetch: call, timeoutMs: PATIENCE_MS };
}

/** Whether real money moves. */
export const isLive = (): boolean => stripePayoutKey() !== null || nowPayments() !== null;

/** By what a trader may be paid here. */
export function payableBy(): ProviderCode[] {
  if (!isLive()) return ['simulated'];
  const keys: ProviderCode[] = [
    ...(stripePayoutKey() === null ? [] : ['stripe' as const]),
    ...(nowPayments() === null ? [] : ['nowpayments' as const]),
  ];
  return [...keys, 'rise', 'bank'];
}
