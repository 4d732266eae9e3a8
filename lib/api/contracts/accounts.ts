// Accounts, and what hangs on one.
import { ACCOUNT_ANSWERS, listOf } from '@/lib/api/answers-account';
import { tradeShape } from '@/lib/engine/trade-input';
import { contract } from '@/lib/api/contract';
import { pageQuery } from '@/lib/api/paging';
import { connection, removal, snapshotQuery, trade } from '@/lib/api/requests';
import { readersOf, STAFF_ROLES } from '@/lib/staff/roles';

const EVERYBODY = { staff: STAFF_ROLES, trader: true } as const;
const OWN = 'A trader sees their own, staff see all; another’s id is not found.';

export const LIST_ACCOUNTS = contract({
  method: 'GET',
  path: '/accounts',
  group: 'Accounts',
  summary: 'Accounts the caller may see, newest first, each with its present state.',
  more: OWN,
  who: EVERYBODY,
  query: pageQuery,
  answer: listOf(ACCOUNT_ANSWERS.account),
  refusals: ['invalid'],
});

export const CONNECT_ACCOUNT = contract({
  method: 'POST',
  path: '/accounts',
  group: 'Accounts',
  summary: 'Starts watching an account under the rule set in force.',
  more: 'The same login again answers the account that is there.',
  who: { staff: ['config', 'admin'] },
  body: connection,
  status: 201,
  answer: ACCOUNT_ANSWERS.account,
  refusals: [],
});

export const READ_ACCOUNT = contract({
  method: 'GET',
  path: '/accounts/{id}',
  group: 'Accounts',
  summary: 'One account with its present state.',
  more: OWN,
  who: EVERYBODY,
  answer: ACCOUNT_ANSWERS.account,
  refusals: ['not-found'],
});

export const REMOVE_ACCOUNT = contract({
  method: 'DELETE',
  path: '/accounts/{id}',
  group: 'Accounts',
  summary: 'Ends the watching of an account: it is closed with a reason, its history stays.',
  who: { staff: ['risk', 'admin'] },
  body: removal,
  status: 204,
  refusals: ['not-found', 'stale', 'already-decided'],
});

export const LIST_TRADES = contract({
  method: 'GET',
  path: '/accounts/{id}/trades',
  group: 'Accounts',
  summary: 'Closed trades of an account, newest first.',
  who: { staff: readersOf('/trades'), trader: true },
  query: pageQuery,
  answer: listOf(ACCOUNT_ANSWERS.trade),
  refusals: ['not-found', 'invalid'],
});

export const LIST_METRICS = contract({
  method: 'GET',
  path: '/accounts/{id}/metrics',
  group: 'Accounts',
  summary: 'An account’s trading days, newest first.',
  who: EVERYBODY,
  query: pageQuery,
  answer: listOf(ACCOUNT_ANSWERS.day),
  refusals: ['not-found', 'invalid'],
});

export const LIST_SNAPSHOTS = contract({
  method: 'GET',
  path: '/accounts/{id}/snapshots',
  group: 'Accounts',
  summary: 'Where an account stood: its daily snapshots and the present one, or any past instant.',
  more: 'With `at` the answer is one snapshot, rebuilt by replay from the events; otherwise a page of what was kept.',
  who: EVERYBODY,
  query: snapshotQuery,
  answer: listOf(ACCOUNT_ANSWERS.snapshot).or(ACCOUNT_ANSWERS.snapshot),
  refusals: ['not-found', 'invalid'],
});

export const CHECK_TRADE = contract({
  method: 'POST',
  path: '/trades',
  group: 'Trades',
  summary: 'Records and judges one closed trade.',
  more: 'The same ticket again is answered as the first time. Prices, volumes and money are numbers or, better, decimal text.',
  who: { staff: ['risk', 'admin'], service: true },
  body: trade,
  bodyShown: tradeShape,
  answer: ACCOUNT_ANSWERS.checkResult,
  refusals: ['not-found', 'stale'],
});
