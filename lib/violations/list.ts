// The violations list: what was broken, and whether it still stands.
import type { ListDefinition } from '@/lib/lists/definition';

const OUTCOMES = { breach: 'Broken', warn: 'Warned', unknown: 'Could not be judged' };
const CONSEQUENCES = { fail: 'fail', block: 'block', pause: 'pause', flag: 'flag', payout_gate: 'payout gate' };
const STATES = { provisional: 'Provisional', confirmed: 'Confirmed', contested: 'Contested', withdrawn: 'Withdrawn' };

export const violationsList: ListDefinition = {
  name: 'violations',
  noun: ['violation', 'violations'],
  path: '/violations',
  view: 'violations_list',
  key: ['id'],
  columns: [
    ...['id', 'account_id', 'login', 'account_status', 'trader_name', 'currency', 'rule', 'instance', 'subject', 'outcome', 'consequence'],
    ...['severity', 'state', 'measured_value', 'threshold_value', 'unit', 'over_by', 'breached_at', 'detected_at', 'rule_set_code'],
    ...['rule_set_version', 'message', 'challenge_title', 'phase_name', 'server_zone'],
  ],
  search: { columns: ['login', 'trader_name', 'rule'], placeholder: 'Login, trader or rule' },
  scope: {
    facet: 'outcome',
    column: 'outcome',
    fallback: 'broken',
    choices: [
      { key: 'broken', label: 'Broken', equals: 'breach' },
      { key: 'warned', label: 'Warnings', equals: 'warn' },
      { key: 'all', label: 'All', equals: null },
    ],
  },
  facets: [
    { key: 'state', column: 'state', label: 'State', kind: 'text', order: Object.keys(STATES), labels: STATES, isClosed: true },
    {
      key: 'outcome',
      column: 'outcome',
      label: 'Outcome',
      kind: 'text',
      order: ['breach', 'warn', 'unknown'],
      labels: OUTCOMES,
      isClosed: true,
    },
    {
      key: 'severity',
      column: 'severity',
      label: 'Severity',
      kind: 'text',
      order: ['breach', 'critical', 'warning', 'info'],
      isClosed: true,
    },
    { key: 'rule', column: 'rule', label: 'Rule', kind: 'text' },
    { key: 'consequence', column: 'consequence', label: 'Consequence', kind: 'text', labels: CONSEQUENCES, isClosed: true },
    { key: 'challenge', column: 'challenge_title', label: 'Challenge', kind: 'text' },
    { key: 'phase', column: 'phase_name', label: 'Phase', kind: 'text' },
    { key: 'detected', column: 'detected_on', label: 'Detected on', kind: 'day', hidden: true },
    { key: 'account', column: 'account_id', label: 'Account', kind: 'uuid', hidden: true },
  ],
  range: { column: 'breached_at', label: 'Broken' },
  sorts: { broken: 'breached_at', detected: 'detected_at', over: 'over_by', login: 'login', rule: 'rule' },
  defaultSort: '-broken',
  exports: [
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'rule', header: 'rule', kind: 'text' },
    { column: 'instance', header: 'instance', kind: 'number' },
    { column: 'subject', header: 'subject', kind: 'code' },
    { column: 'outcome', header: 'outcome', kind: 'text' },
    { column: 'state', header: 'state', kind: 'text' },
    { column: 'severity', header: 'severity', kind: 'text' },
    { column: 'consequence', header: 'consequence', kind: 'text' },
    { column: 'measured_value', header: 'measured', kind: 'number' },
    { column: 'threshold_value', header: 'limit', kind: 'number' },
    { column: 'over_by', header: 'over by', kind: 'number' },
    { column: 'unit', header: 'unit (cents are minor units)', kind: 'text' },
    { column: 'currency', header: 'currency', kind: 'text' },
    { column: 'breached_at', header: 'broken', kind: 'when' },
    { column: 'detected_at', header: 'detected', kind: 'when' },
    { column: 'rule_set_code', header: 'rule set', kind: 'text' },
    { column: 'rule_set_version', header: 'rule version', kind: 'number' },
    { column: 'message', header: 'message', kind: 'text' },
    { column: 'id', header: 'violation id', kind: 'code' },
  ],
};
