// The list of endings: each time an account was passed, failed or closed. What was undone since stays in it and says so, because it happened.
import type { ListDefinition } from '@/lib/lists/definition';

export interface EndingRow {
  id: number;
  account_id: string;
  login: string;
  ended_as: 'passed' | 'failed' | 'closed';
  ended_on: string;
  ended_at: string;
  reason: string | null;
  rule: string | null;
  actor_kind: string;
  /** Where the account stands now. */
  status: string;
  reinstated_at: string | null;
  trader_name: string;
  challenge_title: string;
  phase_name: string;
  rule_set_code: string;
  rule_set_version: number;
  server_zone: string | null;
}

export const endingsList: ListDefinition = {
  name: 'endings',
  noun: ['ending', 'endings'],
  path: '/accounts/endings',
  view: 'endings_list',
  key: ['id'],
  columns: [
    ...['id', 'account_id', 'login', 'ended_as', 'ended_on', 'ended_at', 'reason', 'rule', 'actor_kind', 'status', 'reinstated_at'],
    ...['trader_name', 'challenge_title', 'phase_name', 'rule_set_code', 'rule_set_version', 'server_zone'],
  ],
  search: { columns: ['login', 'trader_name'], placeholder: 'Login or trader' },
  scope: null,
  facets: [
    {
      key: 'end',
      column: 'ended_as',
      label: 'Ended',
      kind: 'text',
      order: ['passed', 'failed', 'closed'],
      labels: { passed: 'Passed', failed: 'Failed', closed: 'Closed' },
      isClosed: true,
    },
    { key: 'undone', column: 'is_undone', label: 'Reinstated since', kind: 'bool', labels: { true: 'Yes', false: 'No' } },
    { key: 'challenge', column: 'challenge_title', label: 'Challenge', kind: 'text' },
    { key: 'phase', column: 'phase_name', label: 'Phase', kind: 'text' },
    { key: 'rules', column: 'rule_set_code', label: 'Rule set', kind: 'text' },
    { key: 'day', column: 'ended_on', label: 'Trading day', kind: 'day', hidden: true },
  ],
  range: { column: 'ended_at', label: 'Ended' },
  sorts: { ended: 'ended_at', login: 'login', trader: 'trader_name' },
  defaultSort: '-ended',
  exports: [
    { column: 'login', header: 'login', kind: 'login' },
    { column: 'ended_as', header: 'ended', kind: 'text' },
    { column: 'ended_on', header: 'trading day', kind: 'text' },
    { column: 'ended_at', header: 'ended at', kind: 'when' },
    { column: 'rule', header: 'rule', kind: 'text' },
    { column: 'reason', header: 'reason', kind: 'text' },
    { column: 'actor_kind', header: 'by', kind: 'text' },
    { column: 'reinstated_at', header: 'reinstated', kind: 'when' },
    { column: 'status', header: 'status now', kind: 'text' },
    { column: 'trader_name', header: 'trader', kind: 'text' },
    { column: 'challenge_title', header: 'challenge', kind: 'text' },
    { column: 'phase_name', header: 'phase', kind: 'text' },
    { column: 'rule_set_code', header: 'rule set', kind: 'text' },
    { column: 'rule_set_version', header: 'rule version', kind: 'number' },
    { column: 'account_id', header: 'account id', kind: 'code' },
  ],
};
