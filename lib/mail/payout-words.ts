// What every letter about one payout knows of it, and how it names it; the letters differ in what they say about it.
import { z } from 'zod';
import { link, text, type Field, type FieldValues } from '@/lib/mail/message';
import { figure, firstName, instantWords } from '@/lib/mail/words';
import { methodName, toldReference } from '@/lib/payouts/pay-methods';

const amount = z.union([z.number(), z.string()]).transform(String);

export const payoutContext = z.object({
  account_id: z.string(),
  login: z.string(),
  trader_name: z.string().nullable(),
  payout: z.object({
    id: z.string(),
    requested_cents: amount,
    gross_cents: amount,
    firm_cents: amount,
    currency: z.string(),
    provider: z.string(),
    provider_ref: z.string().nullish(),
    destination: z.string(),
    hold_until: z.string(),
    reason: z.string().nullish(),
  }),
});
type PayoutContext = z.output<typeof payoutContext>;

/** What every such letter may name. Why a payout is held or failed is a matter of the house and is in none of them. */
export const payoutFacts: Record<string, Field> = {
  first_name: text('First name of the trader'),
  login: text('Login of the account'),
  amount: text('What the trader receives'),
  gross: text('What leaves the account'),
  firm: text('What the firm keeps'),
  destination: text('Where it goes, by its mask'),
  window_end: text('When the settlement window ends'),
  reference: text('Reference of the provider'),
  account_link: link('See your payouts'),
};
export const payoutFields: Record<string, Field> = { ...payoutFacts, reason: text('Why it was rejected') };

export function sayPayoutFacts({ account_id, login, trader_name, payout }: PayoutContext): FieldValues {
  const money = (cents: string) => figure(cents, 'cents', payout.currency);
  return {
    first_name: firstName(trader_name),
    login,
    amount: money(payout.requested_cents),
    gross: money(payout.gross_cents),
    firm: money(payout.firm_cents),
    destination: `${methodName(payout.provider)} ${payout.destination}`,
    window_end: instantWords(payout.hold_until),
    reference: toldReference(payout.id, payout.provider_ref || 'none') ?? 'none',
    account_link: `/portal/accounts/${encodeURIComponent(account_id)}#payout`,
  };
}

export function sayPayout(known: PayoutContext): FieldValues {
  return { ...sayPayoutFacts(known), reason: known.payout.reason || 'No reason was given.' };
}

export const payoutExample: z.input<typeof payoutContext> = {
  account_id: '00000000-0000-4000-8000-000000000000',
  login: '5012345',
  trader_name: 'Ada Example',
  payout: {
    id: '00000000-0000-4000-8000-000000000001',
    requested_cents: 4_800_000,
    gross_cents: 6_000_000,
    firm_cents: 1_200_000,
    currency: 'USD',
    provider: 'simulated',
    provider_ref: 'sim-0001',
    destination: '•••• 4321',
    hold_until: '2026-03-09T00:00:00.000Z',
    reason: 'The name on the destination is not yours.',
  },
};
