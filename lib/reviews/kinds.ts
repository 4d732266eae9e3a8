// The kinds of question that wait for a person: what each asks, who may answer, what the two answers bring about, and reasons people often
// give. Postgres holds the same list of deciders and refuses everybody else; a test keeps the two equal.
import type { StaffRole } from '@/lib/staff/roles';

export const REVIEW_KINDS = [
  'phase_pass',
  'live_activation',
  'kyc',
  'payout',
  'verdict_changed',
  'violation',
  'abuse',
  'data',
  'order',
  'job',
  'inbox',
] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];
export type Decision = 'approved' | 'rejected';

/** An answer as its button says it, and what follows from it. */
export interface Answer {
  decision: Decision;
  /** Where one answer has several ends. */
  choice: string | null;
  label: string;
  effect: string;
  isGrave: boolean;
}
export interface KindWords {
  name: string;
  question: string;
  deciders: readonly StaffRole[];
  answers: readonly Answer[];
  reasons: readonly string[];
}

const RISK: readonly StaffRole[] = ['risk', 'admin'];
const HELP: readonly StaffRole[] = ['support', 'risk', 'admin'];
const RUNNING: readonly StaffRole[] = ['config', 'risk', 'admin'];
const yes = (label: string, effect: string, choice: string | null = null): Answer => ({
  decision: 'approved',
  choice,
  label,
  effect,
  isGrave: choice !== null,
});
const no = (label: string, effect: string, choice: string | null = null): Answer => ({
  decision: 'rejected',
  choice,
  label,
  effect,
  isGrave: choice === 'fail',
});
const VERDICT: Answer[] = [
  yes('The verdict stands', 'It is confirmed, its consequence takes effect and the trader is told.'),
  no(
    'The verdict is wrong',
    'It is withdrawn and what was not sent is voided; one that was confirmed is contested, and another person decides it.',
  ),
];
const NOTED =
  'The answer is kept with the reason, and a pass or payout that waited for nothing else may go on; nothing else changes by itself.';
const ON_ITS_PAGE = `${NOTED} The payout itself is approved, rejected or concluded on its own page; while a provider says nothing of it, the question comes back.`;
/** What was found after the end names no verdict, and a warning or what could not be judged has no consequence. */
const CHANGED = VERDICT.map((answer) => ({
  ...answer,
  effect: `${answer.effect} Of what was found after the account had ended, and of what is no breach, nothing follows.`,
}));

/** The rule by which a live activation asks about an account that is live already and may grow. */
export const SCALING = 'scaling';

export const REVIEWS: Record<ReviewKind, KindWords> = {
  phase_pass: {
    name: 'Phase pass',
    question: 'The target is met. Was the phase passed?',
    deciders: RISK,
    answers: [
      yes(
        'Pass the phase',
        'The account ends as passed and the next phase is opened; where that one is live, somebody else is asked to grant it.',
      ),
      no('Let it trade on', 'Trading is on again. The target met is not asked about for the rest of the trading day.', 'unfreeze'),
      no('Fail the account', 'The account ends as failed and the trader is told.', 'fail'),
    ],
    reasons: [
      'Trades and days checked, nothing against it.',
      'The days do not hold: one was opened and closed by the same trade.',
      'Trades of two people on one account.',
    ],
  },
  live_activation: {
    name: 'Live activation',
    question: 'May this trader have a funded account?',
    deciders: RISK,
    answers: [
      yes(
        'Grant the funded account',
        'A live account is opened under the rules of its phase, and the trader is told once it can be traded.',
      ),
      no('Do not grant it', 'The account stays passed. A funded one can be asked for again from its page.'),
    ],
    reasons: ['Both phases checked, identity known.', 'Identity is not known yet.', 'Same trades as another account; see abuse.'],
  },
  kyc: {
    name: 'Identity',
    question: 'Is this trader who they say?',
    deciders: HELP,
    answers: [
      yes('Accept', 'The question is closed and the check goes on from there.'),
      no('Refuse', 'The question is closed against the trader.'),
    ],
    reasons: ['Name and date of birth agree.', 'Same person as another trader.', 'The document is not theirs.'],
  },
  payout: {
    name: 'Payout',
    question: 'Is this payout in order?',
    deciders: ['finance', 'admin'],
    answers: [yes('In order', ON_ITS_PAGE), no('Not in order', ON_ITS_PAGE)],
    reasons: ['Checked against the statement.', 'Open positions.', 'The name on the account differs.'],
  },
  verdict_changed: {
    name: 'Changed verdict',
    question: 'A later event contradicts a verdict. Does it stand?',
    deciders: RISK,
    answers: CHANGED,
    reasons: ['The correction came from the broker.', 'The late event does not change the floor that was broken.'],
  },
  violation: {
    name: 'Violation',
    question: 'A rule was broken. Does the verdict stand?',
    deciders: RISK,
    answers: VERDICT,
    reasons: ['Figures checked against the raw message.', 'The price was off the market.'],
  },
  abuse: {
    name: 'Abuse',
    question: 'Is this abuse?',
    deciders: RISK,
    answers: [
      yes('It is, and nothing follows', NOTED),
      yes(
        'Withhold payouts',
        'It is abuse. Payouts of this account are withheld until another person lets them go; it trades on.',
        'bar-payouts',
      ),
      yes('Block the account', 'It is abuse. The account is blocked and the trader is told; only a person unblocks it.', 'block'),
      yes(
        'Block and withhold',
        'It is abuse. The account is blocked, and its payouts are withheld until another person lets them go.',
        'block-and-bar',
      ),
      no('It is not', 'The signal is cleared unless another case about it stands. It comes back only with as much again after today.'),
    ],
    reasons: ['Same trades, same second, same address.', 'Family at one address, different trades.', 'A public signal, followed by both.'],
  },
  data: {
    name: 'Data',
    question: 'What the broker sent does not add up. Is it settled?',
    deciders: RUNNING,
    answers: [yes('Settled', NOTED), no('Not ours to settle', NOTED)],
    reasons: ['The broker sent a correction.', 'Rounding at the broker.'],
  },
  order: {
    name: 'Order',
    question: 'Does this order need anything from us?',
    deciders: HELP,
    answers: [yes('Settled', `${NOTED} An account that still waits for its login is asked for again.`), no('Leave it as it is', NOTED)],
    reasons: ['The buyer was written to.', 'A refund was agreed.'],
  },
  job: {
    name: 'Job',
    question: 'A job failed for good. Try it once more?',
    deciders: RUNNING,
    answers: [yes('Try it again', 'The job runs again at once, with all its attempts.'), no('Leave it', 'The job stays as it is.')],
    reasons: ['The cause is mended.', 'It is not needed any more.'],
  },
  inbox: {
    name: 'Message',
    question: 'A message could not be settled. Try it once more?',
    deciders: RUNNING,
    answers: [yes('Try it again', 'The message is read again at once.'), no('Leave it', 'The message stays as it came.')],
    reasons: ['The account is known now.', 'Sent by mistake.'],
  },
};

const SCALED: KindWords = {
  name: 'Scaling',
  question: 'May this account go on at the next size?',
  deciders: RISK,
  answers: [
    yes(
      'Let it grow',
      'The account is closed and a live one of the next size is opened under the same rules; the trader is told once it can be traded.',
    ),
    no('Not now', 'The account trades on as it is. It is asked about again after a month at the earliest.'),
  ],
  reasons: ['Conditions and trades checked, nothing against it.', 'The profit of one day; looked at again next month.'],
};

/** What is asked and answered of one review. */
export const reviewWords = (kind: ReviewKind, rule: string): KindWords =>
  kind === 'live_activation' && rule === SCALING ? SCALED : REVIEWS[kind];

/** These are looked at one by one: each is a funded account or money. */
export const ONE_BY_ONE: readonly ReviewKind[] = ['live_activation', 'payout'];

export function isReviewKind(value: unknown): value is ReviewKind {
  return REVIEW_KINDS.some((kind) => kind === value);
}

/** The kinds somebody of a role may answer, in the order of the list. */
export function kindsFor(role: StaffRole): ReviewKind[] {
  return REVIEW_KINDS.filter((kind) => REVIEWS[kind].deciders.includes(role));
}

/** The kinds a role sees: its own, and for those who audit, all. */
export function kindsSeen(role: StaffRole): ReviewKind[] {
  return role === 'auditor' || role === 'risk' || role === 'admin' ? [...REVIEW_KINDS] : kindsFor(role);
}
