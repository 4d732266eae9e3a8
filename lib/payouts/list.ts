// The payouts list: which may leave, and what blocks the rest? What needs a hand stands first.
import type { ListDefinition } from '@/lib/lists/definition';
import { CHECK_WORDS } from '@/lib/payouts/check';
import { PAYOUT_STATES } from '@/lib/payouts/states';
import { payoutWord } from '@/lib/payouts/told';

const FIRST = ['unknown', 'requested', 'held', 'returned', 'approved', 'sending', 'sent'];

export const payoutsList: ListDefinition = {
  name: 'payouts',
  noun: ['payout', 'payouts'],
  path: '/payouts',
  view: 'payouts_list',
  key: ['id'],
  columns: [
    ...['id', 'account_id', 'login', 'account_status', 'trader_id', 'trader_name', 'challenge_title', 'requested_cents', 'gross_cents'],
    ...['firm_cents', 'currency', 'state', 'route', 'approvals_required', 'provider', 'provider_ref', 'beneficiary_masked', 'blocker'],
    ...['hold_reason', 'hold_until', 'is_twin', 'requested_at', 'settled_at'],
  ],
  search: { columns: ['login', 'trader_name', 'provider_ref', 'beneficiary_name'], placeholder: 'Login, trader or provider’s reference' },
  scope: null,
  facets: [
    {
      key: 'state',
      column: 'state',
      label: 'State',
      kind: 'text',
      order: [...FIRST, ...PAYOUT_STATES.filter((state) => !FIRST.includes(state))],
      labels: Object.fromEntries(PAYOUT_STATES.map((state) => [state, payoutWord(state)])),
      isClosed: true,
    },
    {
      key: 'blocker',
      column: 'blocker',
      label: 'Held up by',
      kind: 'text',
      labels: Object.fromEntries(Object.entries(CHECK_WORDS).map(([code, words]) => [code, `Not kept: ${words}`])),
    },
    {
      key: 'route',
      column: 'route',
      label: 'Released by',
      kind: 'text',
      order: ['person', 'policy'],
      labels: { person: 'People', policy: 'Policy' },
      isClosed: true,
    },
    { key: 'provider', column: 'provider', label: 'Paid by', kind: 'text' },
    { key: 'challenge', column: 'challenge_title', label: 'Product', kind: 'text' },
    { key: 'currency', column: 'currency', label: 'Currency', kind: 'text' },
    { key: 'twin', column: 'is_twin', label: 'Same sum within a week', kind: 'bool', labels: { true: 'Asked twice', false: 'Once' } },
    { key: 'trader', column: 'trader_id', label: 'Trader', kind: 'uuid', hidden: true },
    { key: 'account', column: 'account_id', label: 'Account', kind: 'uuid', hidden: true },
  ],
  range: { column: 'requested_at', label: 'Asked for' },
  sorts: { attention: 'attention', requested: 'requested_at', amount: 'requested_cents', settled: 'settled_at' },
  defaultSort: 'attention',
  exports: [
    { column: 'id', header: 'payout', kind: 'code' },
    { column: 'requested_on', header: 'day', kind: 'text' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'challenge_title', header: 'product', kind: 'text' },
    { column: 'requested_cents', header: 'trader receives', kind: 'money' },
    { column: 'firm_cents', header: 'firm keeps', kind: 'money' },
    { column: 'gross_cents', header: 'gross', kind: 'money' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'state', header: 'state', kind: 'text' },
    { column: 'blocker', header: 'held up by', kind: 'text' },
    { column: 'hold_reason', header: 'hold reason', kind: 'text' },
    { column: 'rejection_reason', header: 'reason of the rejection', kind: 'text' },
    { column: 'route', header: 'released by', kind: 'text' },
    { column: 'provider', header: 'provider', kind: 'text' },
    { column: 'provider_ref', header: 'provider reference', kind: 'code' },
    { column: 'beneficiary_masked', header: 'destination', kind: 'text' },
    { column: 'is_twin', header: 'same sum within a week', kind: 'bool' },
    { column: 'requested_at', header: 'asked for', kind: 'when' },
    { column: 'approved_at', header: 'approved', kind: 'when' },
    { column: 'sent_at', header: 'sent', kind: 'when' },
    { column: 'settled_at', header: 'settled', kind: 'when' },
  ],
};

export interface PayoutRow {
  id: string;
  account_id: string;
  login: string;
  account_status: string;
  trader_id: string;
  trader_name: string | null;
  challenge_title: string | null;
  requested_cents: number;
  gross_cents: number;
  firm_cents: number;
  currency: string;
  state: string;
  route: string;
  approvals_required: number;
  provider: string;
  provider_ref: string | null;
  beneficiary_masked: string;
  blocker: string | null;
  hold_reason: string | null;
  hold_until: string;
  is_twin: boolean;
  requested_at: string;
  settled_at: string | null;
}
