// Scaling: the account grows by a share of its original balance per cycle, never compounding, up to a cap. Where one account stands: every
// condition with what was measured and what is asked for, and the size that comes next. Pure; the page and the office ask here alike.
import { addMonths, instantText, localDate, monthsBetween } from '@/lib/day';
import { fixedText, roundDivide, type Rational } from '@/lib/decimal';
import { centsFromBigint, formatMoney, minCents, shareBps, shareOf, ZERO, type Cents } from '@/lib/money';
import type { PayoutBasis } from '@/lib/payouts/basis';
import { check, moneyCheck, type Check } from '@/lib/payouts/check';
import { openCount } from '@/lib/payouts/checks-standing';
import { probationCount } from '@/lib/payouts/day-counts';
import type { Entitlement } from '@/lib/payouts/entitlement';
import { payoutTerms, type PayoutTerms, type ScalingTerms } from '@/lib/payouts/terms';
import { isFlat } from '@/lib/rules/facts';
import { percentText } from '@/lib/rules/params';
import type { Facts, RuleSet } from '@/lib/rules/types';

export function scaledBalance(original: Cents, step: Rational, cycle: number, cap: Cents | null): Cents {
  const grown = centsFromBigint(roundDivide(BigInt(original) * (step.den + step.num * BigInt(cycle)), step.den, 'floor'));
  return cap === null ? grown : minCents(cap, grown);
}

export interface ScalingStanding {
  /** The name of a check is the code of the refusal where it is not kept. */
  conditions: Check[];
  /** Of the conditions that are not kept or not known; empty where the account may grow. */
  refusals: string[];
  next_cents: Cents;
  /** "2 of 4 months; profit 6.00 % of 10 %; next size 125000.00 USD" */
  text: string;
}

/** The account as a payout of it would be judged now. */
interface ScalingJudged {
  basis: PayoutBasis;
  entitlement: Entitlement;
  ruleSet: RuleSet;
  facts: Facts;
}
interface Grounds extends ScalingJudged {
  terms: PayoutTerms;
  scaling: ScalingTerms;
  now: number;
}

/** Null where the rules know of no scaling, or the account is not one that could grow. */
export function scalingStanding(judged: ScalingJudged, now: number): ScalingStanding | null {
  const { basis, ruleSet } = judged;
  const { account, scaling: chain } = basis;
  const terms = payoutTerms(ruleSet, account.profit_split_bps);
  if (terms.scaling === null || chain === null || !['live', 'blocked'].includes(account.status)) return null;
  const grounds: Grounds = { ...judged, terms, scaling: terms.scaling, now };
  const next_cents = scaledBalance(chain.original_cents, terms.scaling.step_pct, chain.scalings + 1, terms.scaling.cap);
  const earned = [...earnedChecks(grounds), sizeCheck(grounds, next_cents)];
  const conditions = [...earned, ...standingChecks(grounds), ...moneyChecks(grounds)];
  const refusals = conditions.filter(({ state }) => state !== 'passed').map((one) => one.check);
  return { conditions, refusals, next_cents, text: textOf(earned, spell(grounds, next_cents)) };
}

/** What the trader has to bring: time, profit and payouts at the present size, and a probation that is over. */
function earnedChecks({ basis, entitlement, ruleSet, terms, scaling, now }: Grounds): Check[] {
  const { account, payouts } = basis;
  const fundedAt = account.activated_at === null ? null : Date.parse(account.activated_at);
  const [since, today] = [fundedAt, now].map((at) => (at === null ? null : localDate(at, terms.tz)));
  const isDue = since && today ? addMonths(since, scaling.months) <= today : null;
  const months = since && today ? Math.min(monthsBetween(since, today), scaling.months) : null;
  const paid = payouts.filter(({ state }) => state === 'paid').length;
  const grounds = { fundedAt, softBreaches: basis.soft_breaches, openings: basis.openings };
  const gated = terms.probation?.gates.includes('scaling') ? terms.probation : null;
  const count = probationCount(gated, grounds, now, ruleSet.header.reset);
  const rewards = scaling.min_rewards ?? 0;
  return [
    check('too-few-months', isDue, months === null ? null : `${months}`, `${scaling.months}`),
    ...profitCheck(account.initial_balance_cents, entitlement.cumulative_profit_cents, scaling.min_net_profit_pct),
    ...(rewards === 0 ? [] : [check('too-few-rewards', paid >= rewards, `${paid}`, `${rewards}`)]),
    ...(count === null || count.done === null ? [] : [check('probation', count.done >= count.of, `${count.done}`, `${count.of}`)]),
  ];
}

/** The share is told cut off, so that what is nearly enough never reads as enough. */
function profitCheck(initial: Cents, profit: Cents, asked: Rational | undefined): Check[] {
  if (asked === undefined) return [];
  const bps = shareBps(profit, initial);
  const share = bps === null ? null : `${fixedText(BigInt(bps), 2)} %`;
  return [check('profit-too-small', profit >= shareOf(initial, asked, 'ceil'), share, percentText(asked))];
}

function sizeCheck(grounds: Grounds, next: Cents): Check {
  const initial = grounds.basis.account.initial_balance_cents;
  return moneyCheck(grounds, 'at-cap', next > initial, initial, grounds.scaling.cap);
}

/** What a payout is held to as well; a silent feed proves nothing either way. */
const JUDGED = ['trader-disabled', 'payout-open', 'unresolved', 'feed-stale'];

/** Closing what is open or in question would settle it by the way. */
function standingChecks({ basis, entitlement, facts, now }: Grounds): Check[] {
  const { account, scaling: chain, payouts } = basis;
  const judged = entitlement.checks.filter((one) => JUDGED.includes(one.check));
  // A pause is not slept through at a new account.
  const { trading_off_reason: reason, trading_off_until: until } = account;
  const isOff = Boolean(reason) && (until === null || Date.parse(until) > now);
  const sent = payouts.some(({ state }) => state === 'sent');
  const turnedDown = chain?.turned_down_at ?? null;
  const again = turnedDown === null ? null : addMonths(localDate(turnedDown, 'UTC'), 1);
  return [
    check('not-funded', account.status === 'live', account.status, 'live'),
    check('trading-off', !isOff, isOff ? account.trading_off_reason : 'on', 'on'),
    ...judged.map((one) => (one.check === 'payout-open' && sent ? check('payout-open', false, 'sent', 'none') : one)),
    check('open-positions', isFlat(facts), openCount({ facts }), '0'),
    ...(again === null ? [] : [check('turned-down', localDate(now, 'UTC') >= again, instantText(turnedDown ?? 0), again)]),
  ];
}

/** Whatever the account still owes either side would be lost with it. */
function moneyChecks(grounds: Grounds): Check[] {
  const { entitled_cents: left, overpaid_cents: owed } = grounds.entitlement;
  const least = grounds.terms.caps.min_amount_cents;
  return [moneyCheck(grounds, 'money-left', left < least, left, least), moneyCheck(grounds, 'owed-back', owed === 0, owed, ZERO)];
}

const spell = ({ ruleSet: { header } }: Pick<Grounds, 'ruleSet'>, value: Cents): string =>
  `${formatMoney(value, header.minor_digits)} ${header.currency}`;

const NAMES: Record<string, (one: Check) => string> = {
  'too-few-months': ({ measured, required }) => `${measured ?? 'an unknown number'} of ${required} months`,
  'profit-too-small': ({ measured, required }) => `profit ${measured ?? 'not known'} of ${required}`,
  'too-few-rewards': ({ measured, required }) => `${measured} of ${required} payouts`,
  probation: ({ measured, required }) => `${measured} of ${required} days of probation`,
};

function textOf(earned: Check[], next: string): string {
  const size = earned.some((one) => one.check === 'at-cap' && one.state !== 'passed') ? 'the largest size is reached' : `next size ${next}`;
  return [...earned.flatMap((one) => NAMES[one.check]?.(one) ?? []), size].join('; ');
}
