// What the doors of funded accounts, withdrawals and of people answer, in the spelling of earlier clients.
import { z } from 'zod';
import { instant, moneyText } from '@/lib/api/answers-account';
import { components } from '@/lib/api/components';

const me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    is_active: z.boolean(),
    role: z.string().describe('trader, or the role of the staff.'),
    trader_id: z.uuid().nullable(),
    created_at: instant,
  })
  .register(components, { id: 'Me', description: 'Who the caller is.' });

const tokens = z
  .object({
    user: me,
    access_token: z.string().nullable().describe('Null until the address is confirmed by mail.'),
    refresh_token: z.string().nullable(),
    token_type: z.literal('bearer'),
    expires_in: z.number().nullable().describe('Seconds.'),
  })
  .register(components, { id: 'Tokens', description: 'A session as tokens.' });

const check = z
  .looseObject({
    check: z.string().describe('Also the code of the refusal where it fails.'),
    state: z.enum(['passed', 'failed', 'unknown']),
    measured: z.string().nullable(),
    required: z.string().nullable(),
    unit: z.enum(['money', 'share']).optional().describe('Of plain figures: a sum of the account, or a part of one.'),
  })
  .register(components, { id: 'PayoutCheck', description: 'One thing a payout hangs on, with its numbers.' });

const withdrawal = z
  .looseObject({
    id: z.uuid(),
    fundedAccountId: z.uuid(),
    userId: z.uuid(),
    amount: moneyText.describe('What the trader receives.'),
    grossAmount: moneyText.describe('What it takes from the account’s profit.'),
    currency: z.string(),
    status: z.enum(['pending', 'approved', 'completed', 'rejected', 'failed']),
    state: z.enum(['requested', 'held', 'approved', 'sending', 'unknown', 'sent', 'paid', 'failed', 'returned', 'rejected', 'cancelled']),
    requiresReview: z.boolean(),
    requestedAt: instant,
    approvedAt: instant.nullable(),
    completedAt: instant.nullable(),
    rejectedAt: instant.nullable(),
    rejectionReason: z.string().nullable(),
    provider: z.string(),
    providerRef: z.string().nullable(),
    stripePayoutId: z.string().nullable(),
    estimatedCompletionAt: instant,
  })
  .register(components, { id: 'Withdrawal', description: 'A payout, in the words of earlier clients beside our own state.' });

const pending = withdrawal
  .extend({
    user: z.object({ id: z.uuid(), email: z.string().nullable(), fullName: z.string().nullable() }),
    fundedAccount: z.object({ id: z.uuid(), status: z.string().nullable() }),
    checks: z.array(check),
    digest: z.string().nullable().describe('What an approval signs.'),
    version: z.int(),
  })
  .register(components, { id: 'PendingWithdrawal', description: 'A withdrawal that waits for a person.' });

const requested = z
  .object({
    success: z.literal(true),
    withdrawalId: z.uuid(),
    status: z.string(),
    requiresReview: z.boolean(),
    estimatedCompletionAt: instant,
    withdrawal,
  })
  .register(components, { id: 'WithdrawalRequested', description: 'The answer to a request.' });

const tier = z.object({
  id: z.uuid(),
  title: z.string().nullable(),
  accountSize: moneyText,
  currency: z.string(),
  profitSplit: z.string().nullable(),
});

const funded = z
  .looseObject({
    id: z.uuid(),
    userId: z.uuid(),
    assessmentId: z.uuid().nullable(),
    tierId: z.uuid(),
    status: z.enum(['active', 'closed']),
    activatedAt: instant,
    closedAt: instant.nullable(),
    closureReason: z.string().nullable(),
    tier: tier.nullable(),
  })
  .register(components, { id: 'FundedAccount', description: 'An account of a live phase.' });

const ratioRule = z.object({
  value: z.string().nullable(),
  threshold: z.string().nullable(),
  status: z.enum(['safe', 'warning', 'danger', 'violation', 'unknown']),
});

const fundedLive = funded
  .extend({
    virtualAccount: z.record(z.string(), z.string().nullable()).describe('Balances in major units; updatedAt is an instant.'),
    withdrawalSummary: z.object({ count: z.int(), pending: z.int(), completed: z.int(), totalCompleted: moneyText }),
    positions: z.array(z.looseObject({ symbol: z.string() })),
    rules: z.object({ drawdown: ratioRule.nullable(), riskPerTrade: ratioRule.nullable() }),
    withdrawableAmount: moneyText.nullable(),
    checks: z.array(check),
    dataAt: instant.nullable(),
    isStale: z.boolean(),
  })
  .register(components, { id: 'FundedAccountLive', description: 'A funded account with its present money and what may be withdrawn.' });

export const MONEY_ANSWERS = { me, tokens, withdrawal, pending, requested, funded, fundedLive, decided: z.object({ withdrawal }) };
