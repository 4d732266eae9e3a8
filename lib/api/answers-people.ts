// What the doors about traders, payouts and corrections answer. Loose on purpose: columns may be added, and a client must not break over one.
import { z } from 'zod';
import { instant } from '@/lib/api/answers-account';
import { components } from '@/lib/api/components';
import { PAYOUT_STATES } from '@/lib/payouts/states';

const cents = z.int().describe('Minor units of the account’s currency.');

const trader = z
  .looseObject({
    id: z.uuid(),
    email: z.string().nullable().describe('Masked for roles that do not write to traders.'),
    full_name: z.string(),
    country: z.string().nullable(),
    kyc_status: z.enum(['none', 'pending', 'retry', 'approved', 'rejected', 'expired']),
    access: z.enum(['active', 'disabled', 'banned']),
    disabled_reason: z.string().nullable(),
    has_signed_up: z.boolean(),
    accounts: z.int(),
    living_accounts: z.int(),
    last_login_at: instant.nullable(),
    created_at: instant,
  })
  .register(components, { id: 'Trader', description: 'A customer.' });

const payout = z
  .looseObject({
    id: z.uuid(),
    account_id: z.uuid(),
    trader_id: z.uuid(),
    requested_cents: cents.describe('What the trader receives.'),
    gross_cents: cents,
    firm_cents: cents,
    currency: z.string(),
    state: z.enum(PAYOUT_STATES),
    requested_at: instant,
    approved_at: instant.nullable(),
    rejection_reason: z.string().nullable(),
  })
  .register(components, {
    id: 'Payout',
    description: 'A payout as we keep it; `gross_cents` is `requested_cents` and `firm_cents` together.',
  });

const outcome = z.looseObject({ external_id: z.string().nullable(), outcome: z.string() });
const corrected = z
  .looseObject({
    trade_id: z.uuid(),
    reversal: outcome,
    replacement: outcome.nullable().describe('Null where the trade was only taken back.'),
  })
  .register(components, { id: 'Correction', description: 'What came of taking a trade back, and of the one in its place.' });

export const PEOPLE_ANSWERS = { trader, payout, corrected };
