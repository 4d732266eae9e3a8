// The evidence a decision rests on, as a list of checks. Each is passed, failed or unknown, and unknown is never passed. What the judge
// knows is taken from its own last states; nothing is worked out again.
import { SCALING, type ReviewKind } from '@/lib/reviews/kinds';
import { ruleName } from '@/lib/rules/rule-name';
import type { RuleState } from '@/lib/rules/types';

export type CheckState = 'passed' | 'failed' | 'unknown';
export interface Check {
  key: string;
  label: string;
  state: CheckState;
  /** What was found, in words. */
  found: string;
}
export interface Grounds {
  kind: ReviewKind;
  rule: string;
  status: string | null;
  /** Null where the account was never judged or cannot be read. */
  states: RuleState[] | null;
  /** Breaches on record, by where they stand. Null where they could not be read. */
  verdicts: { standing: number; inQuestion: number } | null;
  /** Rules of doubts on record. Null where they could not be read. */
  doubts: string[] | null;
  /** Kinds of the other open reviews about the account or its trader. Null where they could not be read. */
  otherReviews: string[] | null;
  kyc: string | null;
  isTraderActive: boolean | null;
}

/** Every check that bears on this kind; kinds that rest on no account have none. */
export function checklist(grounds: Grounds): Check[] {
  const { kind } = grounds;
  const about = [traderCheck(grounds), kycCheck(grounds), reviewsCheck(grounds)];
  if (kind === 'phase_pass')
    return [
      statusCheck(grounds, 'active'),
      ...gateChecks(grounds.states),
      floorsCheck(grounds.states),
      ...untoldChecks(grounds.states),
      ...doubtsCheck(grounds),
      verdictsCheck(grounds),
      ...about,
    ];
  if (kind === 'live_activation')
    return [statusCheck(grounds, grounds.rule === SCALING ? 'live' : 'passed'), verdictsCheck(grounds), ...about];
  if (kind === 'verdict_changed' || kind === 'violation') return [verdictsCheck(grounds), reviewsCheck(grounds)];
  if (kind === 'kyc') return [kycCheck(grounds), traderCheck(grounds)];
  return [];
}

function gateChecks(states: RuleState[] | null): Check[] {
  if (states === null || states.length === 0) return [check('gates', 'Target and gates', 'unknown', 'The account was not judged yet.')];
  return states
    .filter((one) => one.consequence === 'payout_gate')
    .map((one) => {
      const state =
        one.outcome === 'met' || one.outcome === 'pass' ? 'passed' : one.status === 'unknown' || isSilent(one) ? 'unknown' : 'failed';
      return check(`gate-${one.rule}-${one.instance}`, ruleName(one.rule), state, one.message);
    });
}

const isSilent = (state: RuleState): boolean => ['unknown', 'no_data'].includes(String(state.outcome));

/** Rules beside gates and floors are listed only where they could not be judged: a person may approve over them, knowing it. */
function untoldChecks(states: RuleState[] | null): Check[] {
  return (states ?? [])
    .filter((one) => !['payout_gate', 'fail'].includes(one.consequence) && one.status === 'unknown')
    .map((one) => check(`unknown-${one.rule}-${one.instance}`, ruleName(one.rule), 'unknown', one.message));
}

/** A day on which a rule could not be judged is over, and still nobody knows whether it was kept. */
function doubtsCheck({ doubts }: Grounds): Check[] {
  if (doubts?.length === 0) return [];
  const found =
    doubts === null
      ? 'They could not be read.'
      : `At some time nobody could judge: ${doubts.map((rule) => rule.replaceAll('-', ' ')).join(', ')}.`;
  return [check('doubts', 'Doubts on record', 'unknown', found)];
}

function floorsCheck(states: RuleState[] | null): Check {
  const floors = (states ?? []).filter((one) => one.consequence === 'fail');
  const broken = floors.find((one) => one.status === 'violated');
  if (broken) return check('floors', 'Rules that end the account', 'failed', broken.message);
  const untold = floors.filter((one) => one.status === 'unknown').map((one) => one.rule.replaceAll('-', ' '));
  if (floors.length === 0 || untold.length > 0)
    return check(
      'floors',
      'Rules that end the account',
      'unknown',
      untold.length > 0 ? `Not known: ${untold.join(', ')}.` : 'There is none to hold.',
    );
  return check('floors', 'Rules that end the account', 'passed', 'None is broken.');
}

function statusCheck({ status }: Grounds, wanted: string): Check {
  const state = status === null ? 'unknown' : status === wanted ? 'passed' : 'failed';
  return check('status', 'Account', state, status === null ? 'The account could not be read.' : `It is ${status}.`);
}

function verdictsCheck({ verdicts }: Grounds): Check {
  if (verdicts === null) return check('verdicts', 'Verdicts', 'unknown', 'They could not be read.');
  const { standing, inQuestion } = verdicts;
  if (inQuestion > 0) return check('verdicts', 'Verdicts', 'failed', `${counted(inQuestion, 'breach', 'breaches')} not settled yet.`);
  // A confirmed breach that did not end the account was flagged or lifted: it is for the eye, and does not forbid by itself.
  return check(
    'verdicts',
    'Verdicts',
    'passed',
    standing === 0 ? 'No breach on record.' : `${counted(standing, 'breach', 'breaches')} on record, all settled.`,
  );
}

function reviewsCheck({ otherReviews }: Grounds): Check {
  if (otherReviews === null) return check('reviews', 'Other open questions', 'unknown', 'They could not be read.');
  const kinds = [...new Set(otherReviews)].map((kind) => kind.replaceAll('_', ' '));
  return check(
    'reviews',
    'Other open questions',
    kinds.length === 0 ? 'passed' : 'failed',
    kinds.length === 0 ? 'None.' : `Open: ${kinds.join(', ')}.`,
  );
}

function kycCheck({ kyc }: Grounds): Check {
  const state = kyc === 'approved' ? 'passed' : kyc === 'rejected' ? 'failed' : 'unknown';
  const words = kyc === null ? 'Not known.' : kyc === 'none' ? 'Not asked yet.' : `It is ${kyc}.`;
  return check('kyc', 'Identity', state, words);
}

function traderCheck({ isTraderActive }: Grounds): Check {
  const state = isTraderActive === null ? 'unknown' : isTraderActive ? 'passed' : 'failed';
  return check('trader', 'Trader', state, isTraderActive === null ? 'Not known.' : isTraderActive ? 'In good standing.' : 'Disabled.');
}

const check = (key: string, label: string, state: CheckState, found: string): Check => ({ key, label, state, found });
const counted = (count: number, one: string, many: string): string => (count === 1 ? `One ${one}` : `${count} ${many}`);
