// Funded accounts and their withdrawals.
import { listOf } from '@/lib/api/answers-account';
import { MONEY_ANSWERS } from '@/lib/api/answers-money';
import { contract } from '@/lib/api/contract';
import { fundedQuery, pageQuery } from '@/lib/api/paging';
import { approval, rejection, withdrawal } from '@/lib/api/requests';
import { STAFF_ROLES } from '@/lib/staff/roles';

const EVERYBODY = { staff: STAFF_ROLES, trader: true } as const;
export const SEES_PAYOUTS = ['finance', 'risk', 'support', 'admin', 'auditor'] as const;

export const LIST_FUNDED = contract({
  method: 'GET',
  path: '/funded-accounts',
  group: 'Funded accounts',
  summary: 'Funded accounts the caller may see, most recently activated first.',
  who: EVERYBODY,
  query: fundedQuery,
  answer: listOf(MONEY_ANSWERS.funded),
  refusals: ['invalid'],
});

export const READ_FUNDED = contract({
  method: 'GET',
  path: '/funded-accounts/{id}',
  group: 'Funded accounts',
  summary: 'One funded account with its present money, its rules and what may be withdrawn.',
  who: EVERYBODY,
  answer: MONEY_ANSWERS.fundedLive,
  refusals: ['not-found'],
});

export const WITHDRAW = contract({
  method: 'POST',
  path: '/funded-accounts/{id}/withdraw',
  group: 'Withdrawals',
  summary: 'A trader asks for their share.',
  more: 'The amount is what the trader receives. Each check of the payout that fails is a refusal by its own name, with its numbers in `facts`.',
  who: { trader: true },
  body: withdrawal,
  status: 201,
  answer: MONEY_ANSWERS.requested,
  refusals: ['not-found', 'payout-open'],
});

export const LIST_WITHDRAWALS = contract({
  method: 'GET',
  path: '/funded-accounts/{id}/withdrawals',
  group: 'Withdrawals',
  summary: 'What was asked for from one account, newest first.',
  who: EVERYBODY,
  query: pageQuery,
  answer: listOf(MONEY_ANSWERS.withdrawal),
  refusals: ['not-found', 'invalid'],
});

export const PENDING_WITHDRAWALS = contract({
  method: 'GET',
  path: '/admin/withdrawals/pending',
  group: 'Withdrawals',
  summary: 'Withdrawals that wait for people, oldest first, with what an approval signs.',
  who: { staff: SEES_PAYOUTS },
  query: pageQuery,
  answer: listOf(MONEY_ANSWERS.pending),
  refusals: ['invalid'],
});

export const APPROVE_WITHDRAWAL = contract({
  method: 'POST',
  path: '/admin/withdrawals/{id}/approve',
  group: 'Withdrawals',
  summary: 'Approves exactly what was seen: its version and its digest.',
  more: 'Approved is not completed: that is what the provider says. Above the policy’s second threshold two people are needed.',
  who: { staff: ['finance', 'admin'] },
  body: approval,
  answer: MONEY_ANSWERS.decided,
  refusals: ['not-found', 'stale', 'already-decided', 'needs-another-person'],
});

export const REJECT_WITHDRAWAL = contract({
  method: 'POST',
  path: '/admin/withdrawals/{id}/reject',
  group: 'Withdrawals',
  summary: 'Rejects with a reason, which the trader reads.',
  who: { staff: ['finance', 'admin'] },
  body: rejection,
  answer: MONEY_ANSWERS.decided,
  refusals: ['not-found', 'stale', 'already-decided'],
});
