// Rise and the bank: nothing is called. People carry a file to them, and another person says that the money arrived.
import { refuse } from '@/lib/refusal';
import { unknown, type PayoutProvider, type ProviderCode } from '@/lib/payouts/providers/provider';

export function carriedProvider(code: Extract<ProviderCode, 'rise' | 'bank'>): PayoutProvider {
  const byHand = unknown('a person carries it and says when it arrived');
  return {
    code,
    automatic: false,
    create: () => Promise.resolve(byHand),
    find: () => Promise.resolve(byHand),
    parse: () => refuse('not-found', 'Payouts that people carry send no messages.').refusal,
  };
}
