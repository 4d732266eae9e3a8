// The list of sign-ins, good and bad, newest first.
import type { ListDefinition } from '@/lib/lists/definition';
import { STAFF_ROLES } from '@/lib/staff/roles';

const WHO = { staff: 'Staff', trader: 'Trader', unknown: 'Nobody known' };

export const loginsList: ListDefinition = {
  name: 'logins',
  noun: ['sign-in', 'sign-ins'],
  path: '/staff/logins',
  view: 'logins_list',
  key: ['id'],
  columns: ['id', 'occurred_at', 'email', 'actor_id', 'address', 'user_agent', 'succeeded', 'who', 'name', 'role', 'trader_id'],
  search: { columns: ['email', 'name', 'address'], placeholder: 'E-mail, name or address' },
  scope: null,
  facets: [
    { key: 'outcome', column: 'succeeded', label: 'Outcome', kind: 'bool', labels: { true: 'Signed in', false: 'Refused' } },
    { key: 'who', column: 'who', label: 'Who', kind: 'text', order: Object.keys(WHO), labels: WHO, isClosed: true },
    { key: 'role', column: 'role', label: 'Role', kind: 'text', order: [...STAFF_ROLES], isClosed: true },
    { key: 'person', column: 'actor_id', label: 'Person', kind: 'uuid', hidden: true },
  ],
  range: { column: 'occurred_at', label: 'Tried' },
  sorts: { when: 'occurred_at', email: 'email' },
  defaultSort: '-when',
  exports: [
    { column: 'occurred_at', header: 'when', kind: 'when' },
    { column: 'email', header: 'e-mail', kind: 'text' },
    { column: 'name', header: 'name', kind: 'text' },
    { column: 'who', header: 'who', kind: 'text' },
    { column: 'role', header: 'role', kind: 'text' },
    { column: 'succeeded', header: 'signed in', kind: 'bool' },
    { column: 'address', header: 'address', kind: 'code' },
    { column: 'user_agent', header: 'device', kind: 'text' },
    { column: 'id', header: 'sign-in id', kind: 'code' },
  ],
};
