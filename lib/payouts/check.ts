// One thing a payout hangs on, with the number measured and the number asked for: what the trader and the office both read.
import { formatMoney, type Cents } from '@/lib/money';
import type { PayoutBasis } from '@/lib/payouts/basis';
import type { Taken } from '@/lib/payouts/split';
import type { PayoutTerms } from '@/lib/payouts/terms';
import type { Judged } from '@/lib/payouts/effect';
import type { Facts, Instant, RuleSet, RuleState } from '@/lib/rules/types';

export type CheckState = 'passed' | 'failed' | 'unknown';
export interface Check {
  /** Also the code of the refusal where it fails. */
  check: string;
  state: CheckState;
  measured: string | null;
  required: string | null;
  /** Of plain figures: a sum in the account’s currency, or a part of one. Absent of counts, states and instants. */
  unit?: 'money' | 'share';
}

/** What the checks look at: one account, one sum, one moment. */
export interface Bench {
  basis: PayoutBasis;
  terms: PayoutTerms;
  ruleSet: RuleSet;
  /** As they stand now, without the payout looked at. */
  facts: Facts;
  states: RuleState[];
  now: Instant;
  request: Cents;
  /** Null where no split can pay the request. */
  gross: Cents | null;
  /** The trader's share of everything not settled yet. */
  entitled: Cents;
  taken: Taken;
  judged: Judged | null;
}

export function check(name: string, passed: boolean | null, measured: string | null, required: string | null): Check {
  return { check: name, state: passed === null ? 'unknown' : passed ? 'passed' : 'failed', measured, required };
}

/** A check of sums of the account; null where there is none to name. */
export function moneyCheck(bench: Pick<Bench, 'ruleSet'>, name: string, passed: boolean, measured: Cents | null, required: Cents): Check {
  const sum = measured === null ? null : moneyIn(bench, measured);
  return { ...check(name, passed, sum, moneyIn(bench, required)), unit: 'money' };
}

export const moneyIn = ({ ruleSet }: Pick<Bench, 'ruleSet'>, value: Cents): string => formatMoney(value, ruleSet.header.minor_digits);

export const CHECK_WORDS: Record<string, string> = {
  'not-funded': 'The account is funded and running',
  'trader-disabled': 'The trader is active',
  'payout-open': 'No other payout is open',
  unresolved: 'No question is open',
  'open-positions': 'No position is open',
  'below-minimum': 'At least the minimum amount',
  'above-withdrawable': 'Within the share of the profit',
  'gross-moved': 'The sum still takes as much from the account as was agreed',
  'first-payout-max': 'Within the limit of a first payout',
  'max-per-request': 'Within the limit of one request',
  'max-per-period': 'Within the limit of the period',
  'too-early': 'The first payout is due',
  'too-few-days': 'Enough trading days',
  'too-few-winning-days': 'Enough winning days',
  probation: 'Probation is over',
  consistency: 'The profit is spread out',
  'target-not-met': 'The growth target is reached',
  'max-share-of-balance': 'Within the share of the balance',
  buffer: 'The buffer stays',
  'safety-net': 'The safety net is reached',
  'denied-min-balance': 'The least balance stays',
  'payout-would-breach': 'No rule is broken by it',
  'claim-stops': 'Every trade had a stop',
  'claim-largest-loss': 'No trade lost more than 1 %',
  'claim-in-time': 'It is claimed in time',
  kyc: 'Identity is confirmed',
  'no-beneficiary': 'There is a destination',
  'beneficiary-name': 'The destination is in the trader’s name',
  'beneficiary-cool-off': 'The destination has been known long enough',
  'feed-stale': 'The feed is fresh',
  'trading-off': 'Trading is on',
  'too-few-months': 'Enough months have passed since it was funded',
  'profit-too-small': 'Enough net profit was made at this size',
  'too-few-rewards': 'Enough payouts were paid at this size',
  'at-cap': 'There is a larger size to grow to',
  'money-left': 'What was earned is paid out',
  'owed-back': 'Nothing is owed back',
  'turned-down': 'It was not turned down within the last month',
};

/** A check in words, for people. */
export function checkWords(name: string): string {
  return CHECK_WORDS[name] ?? `${name.replace(/^gate-/, '').replaceAll('-', ' ')} is met`;
}
