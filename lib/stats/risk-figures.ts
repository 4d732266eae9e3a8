// What each figure of the risk analysis means, in the words shown beside it, and the address of the accounts that prove it. Pure.
import { UUID } from '@/lib/uuid';

export const STAGES = ['opened', 'traded', 'failed', 'passed', 'live', 'unfinished', 'untimed', 'timed-failed', 'timed-passed'] as const;
export type Stage = (typeof STAGES)[number];
export const MARKS = ['broken', 'warned', 'ended'] as const;
export type Mark = (typeof MARKS)[number];

export const STAGE_WORDS: Record<Stage, { name: string; means: string }> = {
  opened: { name: 'Opened', means: 'Accounts that were ever activated under this version.' },
  traded: { name: 'Traded', means: 'Of those opened, accounts with at least one closed trade.' },
  failed: { name: 'Failed', means: 'Of those opened, accounts ended by a rule or failed by hand.' },
  passed: { name: 'Passed', means: 'Of those opened, accounts that were passed.' },
  live: { name: 'Live', means: 'Of those opened, accounts that are live now, blocked ones included.' },
  unfinished: { name: 'Running', means: 'Of those opened, accounts that are neither passed, failed nor closed.' },
  untimed: { name: 'Decided without a trade', means: 'Accounts passed or failed that never closed a trade, so no time can be told.' },
  'timed-failed': {
    name: 'Time to breach',
    means: 'Failed accounts, from the opening of their first closed trade to the breach that ended them.',
  },
  'timed-passed': { name: 'Time to pass', means: 'Passed accounts, from the opening of their first closed trade to the pass.' },
};

export const MARK_WORDS: Record<Mark, { name: string; means: string }> = {
  broken: { name: 'Broken', means: 'Accounts that broke the rule at least once; withdrawn verdicts do not count.' },
  warned: { name: 'Warned', means: 'Accounts that came near the limit at least once.' },
  ended: { name: 'Ended by it', means: 'Failed accounts whose first failing breach was of this rule.' },
};

/** The upper edges of the histogram's buckets, as the database cuts them. */
export const BUCKETS = ['under 1 h', '1 h to 1 d', '1 to 3 d', '3 to 7 d', '7 to 14 d', '14 to 30 d', '30 to 60 d', 'over 60 d'] as const;

export interface RiskAccountsQuery {
  stage: Stage;
  rule_set_id: string | null;
  phase_id: string | null;
  rule: string | null;
  mark: Mark;
  week: string | null;
  page: number;
}

/** Accounts on one page of such a list. */
export const RISK_PAGE = 100;

type Search = Record<string, string | string[] | undefined>;

/** What is not understood is left out: an old link must still open. */
export function readRiskAccountsQuery(search: Search): RiskAccountsQuery {
  const one = (key: string, fits: RegExp) => {
    const value = search[key];
    return typeof value === 'string' && fits.test(value) ? value : null;
  };
  const week = one('week', /^\d{4}-\d\d-\d\d$/);
  return {
    stage: STAGES.find((stage) => stage === one('stage', /^[a-z-]+$/)) ?? 'opened',
    rule_set_id: one('version', UUID),
    phase_id: one('phase', UUID),
    rule: one('rule', /^[a-z0-9-]{1,40}$/),
    mark: MARKS.find((mark) => mark === one('mark', /^[a-z]+$/)) ?? 'broken',
    week: week !== null && !Number.isNaN(Date.parse(`${week}T00:00:00Z`)) ? week : null,
    page: Math.max(1, Number.parseInt(one('page', /^\d{1,5}$/) ?? '1', 10)),
  };
}

/** The address of the accounts behind a figure. */
export function riskAccountsHref(query: Partial<RiskAccountsQuery>): string {
  const params = new URLSearchParams();
  if (query.stage && query.stage !== 'opened') params.set('stage', query.stage);
  if (query.rule_set_id) params.set('version', query.rule_set_id);
  if (query.phase_id) params.set('phase', query.phase_id);
  if (query.rule) params.set('rule', query.rule);
  if (query.rule && query.mark && query.mark !== 'broken') params.set('mark', query.mark);
  if (query.week) params.set('week', query.week);
  if (query.page && query.page > 1) params.set('page', String(query.page));
  const text = params.toString();
  return text ? `/risk/accounts?${text}` : '/risk/accounts';
}
