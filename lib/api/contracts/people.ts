// Traders, payouts as we keep them, and corrections of trades.
import { listOf } from '@/lib/api/answers-account';
import { PEOPLE_ANSWERS } from '@/lib/api/answers-people';
import { contract } from '@/lib/api/contract';
import { SEES_PAYOUTS } from '@/lib/api/contracts/funded';
import { pageQuery } from '@/lib/api/paging';
import { correction, namedTraderChange, newTrader, payoutQuery, traderChange } from '@/lib/api/people-requests';
import { STAFF_ROLES } from '@/lib/staff/roles';

const EVERYBODY = { staff: STAFF_ROLES, trader: true } as const;
const HELPERS = { staff: ['support', 'risk', 'admin'] } as const;
const ONE_AT_A_TIME =
  'Contact details, or access with a reason, but not both at once. Access is changed by risk and admin; a ban also blocks every living account. An address somebody signs in with is not changed.';

export const LIST_TRADERS = contract({
  method: 'GET',
  path: '/traders',
  group: 'Traders',
  summary: 'Traders the caller may see, newest first.',
  more: 'A trader sees themselves.',
  who: EVERYBODY,
  query: pageQuery,
  answer: listOf(PEOPLE_ANSWERS.trader),
  refusals: ['invalid'],
});

export const MAKE_TRADER = contract({
  method: 'POST',
  path: '/traders',
  group: 'Traders',
  summary: 'Makes a trader, who may be invited to the portal at once.',
  who: HELPERS,
  body: newTrader,
  status: 201,
  answer: PEOPLE_ANSWERS.trader,
  refusals: [],
});

export const CHANGE_TRADER_BY_BODY = contract({
  method: 'PATCH',
  path: '/traders',
  group: 'Traders',
  summary: 'Changes the trader that the body names.',
  more: ONE_AT_A_TIME,
  who: HELPERS,
  body: namedTraderChange,
  answer: PEOPLE_ANSWERS.trader,
  refusals: ['not-found', 'already-decided'],
});

export const READ_TRADER = contract({
  method: 'GET',
  path: '/traders/{id}',
  group: 'Traders',
  summary: 'One trader.',
  who: EVERYBODY,
  answer: PEOPLE_ANSWERS.trader,
  refusals: ['not-found'],
});

export const CHANGE_TRADER = contract({
  method: 'PATCH',
  path: '/traders/{id}',
  group: 'Traders',
  summary: 'Changes a trader’s contact details or access.',
  more: ONE_AT_A_TIME,
  who: HELPERS,
  body: traderChange,
  answer: PEOPLE_ANSWERS.trader,
  refusals: ['not-found', 'already-decided'],
});

export const LIST_PAYOUTS = contract({
  method: 'GET',
  path: '/payouts',
  group: 'Withdrawals',
  summary: 'Payouts the caller may see, in the columns we keep, newest first.',
  who: { staff: SEES_PAYOUTS, trader: true },
  query: payoutQuery,
  answer: listOf(PEOPLE_ANSWERS.payout),
  refusals: ['invalid'],
});

export const CORRECT_TRADE = contract({
  method: 'POST',
  path: '/trades/{id}/corrections',
  group: 'Trades',
  summary: 'Takes a trade back and puts another in its place where one is given.',
  more: 'What is not said stays as it was in the trade. Nothing is deleted: the account is told again with the reversal and the new trade at the instant of the old one.',
  who: { staff: ['risk', 'admin'], service: true },
  body: correction,
  status: 201,
  answer: PEOPLE_ANSWERS.corrected,
  refusals: ['not-found', 'already-decided', 'stale'],
});
