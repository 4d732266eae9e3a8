// The log of letters: did it arrive? The newest first.
import type { ListDefinition } from '@/lib/lists/definition';
import { MESSAGES } from '@/lib/mail/register';
import { DELIVERY_STATES, messageWords, STATE_WORDS } from '@/lib/mail/states';

export const deliveriesList: ListDefinition = {
  name: 'letters',
  noun: ['letter', 'letters'],
  path: '/mail/deliveries',
  view: 'deliveries_list',
  key: ['id'],
  columns: [
    ...['id', 'message', 'state', 'state_reason', 'to_email', 'subject', 'template_version', 'is_test', 'attempts', 'account_id', 'login'],
    ...['trader_id', 'trader_name', 'run_at', 'created_at'],
  ],
  search: { columns: ['trader_name', 'login', 'subject'], placeholder: 'Trader, login or subject' },
  scope: null,
  facets: [
    { key: 'state', column: 'state', label: 'State', kind: 'text', order: [...DELIVERY_STATES], labels: STATE_WORDS, isClosed: true },
    {
      key: 'message',
      column: 'message',
      label: 'Message',
      kind: 'text',
      labels: Object.fromEntries(MESSAGES.map(({ name }) => [name, messageWords(name)])),
      isClosed: true,
    },
    { key: 'test', column: 'is_test', label: 'For', kind: 'bool', labels: { false: 'Its reader', true: 'A test' } },
    { key: 'trader', column: 'trader_id', label: 'Trader', kind: 'uuid', hidden: true },
    { key: 'account', column: 'account_id', label: 'Account', kind: 'uuid', hidden: true },
    { key: 'notice', column: 'notice_id', label: 'Notice', kind: 'uuid', hidden: true },
  ],
  range: { column: 'created_at', label: 'Written' },
  sorts: { written: 'created_at', state: 'state', message: 'message' },
  defaultSort: '-written',
  exports: [
    { column: 'created_at', header: 'written', kind: 'when' },
    { column: 'message', header: 'message', kind: 'text' },
    { column: 'subject', header: 'subject', kind: 'text' },
    { column: 'template_version', header: 'words, version', kind: 'number' },
    { column: 'to_email', header: 'to', kind: 'text' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'state', header: 'state', kind: 'text' },
    { column: 'state_reason', header: 'reason', kind: 'text' },
    { column: 'sent_at', header: 'sent', kind: 'when' },
    { column: 'told_at', header: 'told by the provider', kind: 'when' },
    { column: 'attempts', header: 'attempts', kind: 'number' },
    { column: 'is_test', header: 'test', kind: 'bool' },
    { column: 'provider_id', header: 'id of the provider', kind: 'code' },
    { column: 'notice_id', header: 'notice', kind: 'code' },
    { column: 'id', header: 'id here', kind: 'code' },
  ],
};
