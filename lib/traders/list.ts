// The traders list: who everybody is to us, newest first. The address is masked by the database for those who need none.
import type { ListDefinition } from '@/lib/lists/definition';

export const KYC_STATES: Record<string, string> = {
  none: 'Not begun',
  pending: 'Pending',
  retry: 'To be repeated',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
};
export const ACCESS_STATES: Record<string, string> = { active: 'Active', disabled: 'Disabled', banned: 'Banned' };

const ACTIVITY = { active: 'Buys or trades', gone: 'Neither bought nor traded lately', never: 'Never bought' };

export const tradersList: ListDefinition = {
  name: 'traders',
  noun: ['trader', 'traders'],
  path: '/traders',
  view: 'traders_list',
  key: ['id'],
  columns: [
    ...['id', 'full_name', 'email', 'country', 'kyc_status', 'access', 'disabled_reason', 'disabled_at', 'has_signed_up', 'invited_at'],
    ...['last_login_at', 'created_at', 'accounts', 'living_accounts', 'paid'],
  ],
  search: { columns: ['full_name', 'email'], placeholder: 'Name or e-mail' },
  scope: null,
  facets: [
    {
      key: 'access',
      column: 'access',
      label: 'Access',
      kind: 'text',
      order: Object.keys(ACCESS_STATES),
      labels: ACCESS_STATES,
      isClosed: true,
    },
    { key: 'kyc', column: 'kyc_status', label: 'KYC', kind: 'text', order: Object.keys(KYC_STATES), labels: KYC_STATES, isClosed: true },
    { key: 'signed', column: 'has_signed_up', label: 'Portal', kind: 'bool', labels: { true: 'Signs in', false: 'Never signed in' } },
    { key: 'country', column: 'country', label: 'Country', kind: 'text' },
    { key: 'activity', column: 'activity', label: 'Activity', kind: 'text', hidden: true, labels: ACTIVITY, isClosed: true },
  ],
  range: { column: 'created_at', label: 'Joined' },
  sorts: {
    joined: 'created_at',
    name: 'full_name',
    accounts: 'accounts',
    living: 'living_accounts',
    seen: 'last_login_at',
    kyc: 'kyc_status',
  },
  defaultSort: '-joined',
  exports: [
    { column: 'full_name', header: 'name', kind: 'text' },
    { column: 'email', header: 'e-mail', kind: 'text' },
    { column: 'country', header: 'country', kind: 'text' },
    { column: 'kyc_status', header: 'kyc', kind: 'text' },
    { column: 'access', header: 'access', kind: 'text' },
    { column: 'disabled_reason', header: 'why stopped', kind: 'text' },
    { column: 'accounts', header: 'accounts', kind: 'number' },
    { column: 'living_accounts', header: 'living accounts', kind: 'number' },
    { column: 'paid', header: 'paid so far', kind: 'sums' },
    { column: 'has_signed_up', header: 'signs in', kind: 'bool' },
    { column: 'last_login_at', header: 'last login', kind: 'when' },
    { column: 'created_at', header: 'joined', kind: 'when' },
    { column: 'id', header: 'trader id', kind: 'code' },
  ],
};
