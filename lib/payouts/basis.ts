// Everything a payout is judged from, as the database answers it in one snapshot.
import { z } from 'zod';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { cents, type Cents } from '@/lib/money';
import { payoutSettings, type PayoutSettings } from '@/lib/payouts/terms';
import { PAYOUT_STATES } from '@/lib/payouts/states';

const amount = z.number().transform((value): Cents => cents(value));
const instant = z.string().transform((text) => Date.parse(text));

const payoutLine = z.object({
  id: z.string(),
  state: z.enum(PAYOUT_STATES),
  route: z.enum(['policy', 'person']),
  version: z.number(),
  provider: z.string(),
  provider_ref: z.string().nullable(),
  attempt_group: z.number(),
  beneficiary_id: z.string(),
  requested_by: z.string(),
  requested_cents: amount,
  gross_cents: amount,
  entitled_cents: amount,
  checks: z.unknown(),
  hold_reason: z.string().nullable(),
  requested_at: instant,
  approved_at: instant.nullable(),
  hold_until: instant,
  sent_at: instant.nullable(),
  settled_at: instant.nullable(),
  /** The payout that came back and is paid again by this one. */
  repays_id: z.string().nullable(),
  balance_after_cents: amount.nullable(),
});
export type PayoutLine = z.output<typeof payoutLine>;

const basis = z.object({
  accounts: z.tuple([z.custom<LoadedAccount>((value) => typeof value === 'object' && value !== null)]),
  market_version: z.number(),
  trader: z.object({
    id: z.string(),
    user_id: z.string().nullable(),
    full_name: z.string(),
    kyc_status: z.string(),
    is_active: z.boolean(),
  }),
  /** Whether the payout looked at is in the account's events already. */
  is_booked: z.boolean(),
  payout: payoutLine.nullable(),
  /** What the same request made before. */
  known: payoutLine.extend({ account_id: z.string() }).nullable(),
  beneficiary: z
    .object({ id: z.string(), provider: z.string(), name: z.string(), masked: z.string(), is_active: z.boolean(), confirmed_at: instant })
    .nullable(),
  /** Of the account, without the one looked at; oldest first. */
  payouts: z.array(payoutLine),
  questions: z.array(z.string()),
  soft_breaches: z.array(instant),
  first_trade_at: instant.nullable(),
  openings: z.array(instant),
  days: z.array(z.object({ trading_day: z.string(), pnl_cents: amount, trades: z.number() })),
  /** Only where a confirmed daily loss, and no other rule, has ended the account and its rule set lets a share be claimed all the same. */
  claim: z.object({ breached_at: instant, without_stop: z.number(), largest_loss_cents: amount }).nullable().default(null),
  /** Only where the rule set lets a funded account grow: the size the first one began with, and how often it has grown since. */
  scaling: z.object({ original_cents: amount, scalings: z.number(), turned_down_at: instant.nullable() }).nullable().default(null),
  feed: z.object({ status: z.string(), heard_at: instant.nullable() }),
  settings: z.object({ version: z.number(), value: z.unknown() }).nullable(),
  released_lately_cents: amount,
  /** What else of the trader or the destination is open, or went without a person within one settlement window: parts of one sum. */
  asked_beside_cents: amount,
});

export interface PayoutBasis extends Omit<z.output<typeof basis>, 'accounts' | 'settings'> {
  account: LoadedAccount;
  settings: PayoutSettings;
  /** Null where no policy is published: then everything waits for a person. */
  settings_version: number | null;
}

export function readBasis(data: unknown): PayoutBasis {
  const { accounts, settings, ...rest } = basis.parse(data);
  return {
    ...rest,
    account: accounts[0],
    settings: payoutSettings.parse(settings?.value ?? {}),
    settings_version: settings?.version ?? null,
  };
}
