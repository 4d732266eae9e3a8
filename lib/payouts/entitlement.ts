// What a trader is owed of an account, what they may ask for now, and what every check says about it. Pure: the page, the request, the
// release and the sending all ask here, so none of them can be more generous than another.
import { addCents, cents, maxCents, minCents, subtractCents, ZERO, type Cents } from '@/lib/money';
import type { MarketData } from '@/lib/rules/market';
import { assess } from '@/lib/rules/assess';
import type { Facts, Instant, RuleSet } from '@/lib/rules/types';
import type { PayoutBasis } from '@/lib/payouts/basis';
import { claimChecks, claimTerms } from '@/lib/payouts/breach-claim';
import type { Bench, Check } from '@/lib/payouts/check';
import { balanceChecks, capsHistory, conductChecks, grossRoom, sumChecks } from '@/lib/payouts/checks-profit';
import { accountChecks, breachCheck, destinationChecks, feedCheck, repaymentChecks } from '@/lib/payouts/checks-standing';
import { effectOf, factsAt, type Effect } from '@/lib/payouts/effect';
import { capsLeft, earliestRelease, releasesItself } from '@/lib/payouts/eligibility';
import { grossAfter, overpaid, takenBy, withdrawable, worthAfter } from '@/lib/payouts/split';
import { payoutTerms } from '@/lib/payouts/terms';

export interface Entitlement {
  /** The trader's share of everything earned and not settled: what the books say is owed. */
  entitled_cents: Cents;
  /** The most that may be asked for now. */
  withdrawable_cents: Cents;
  cumulative_profit_cents: Cents;
  settled_gross_cents: Cents;
  /** What left beyond the share of what is earned by now: owed back by what is earned next. */
  overpaid_cents: Cents;
  request_cents: Cents;
  gross_cents: Cents;
  firm_cents: Cents;
  split_bps: number;
  checks: Check[];
  /** Null where there is nothing to take out. */
  effect: Effect | null;
  /** The first check that fails. */
  refusal: string | null;
  is_green: boolean;
  route: 'policy' | 'person';
  approvals_required: number;
  hold_until: Instant;
}

export interface Asked {
  basis: PayoutBasis;
  /** As last written, without the payout looked at. */
  facts: Facts;
  ruleSet: RuleSet;
  market?: MarketData | undefined;
  now: Instant;
  /** Null asks for the most there is. */
  request: Cents | null;
}

export function entitlement({ basis, facts: written, ruleSet, market, now, request: asked }: Asked): Entitlement {
  const facts = factsAt(written, now, ruleSet, market);
  const sold = payoutTerms(ruleSet, basis.account.profit_split_bps);
  const terms = claimTerms(sold, basis);
  const profit = facts.cumulative_profit_cents;
  const taken = takenBy(basis.payouts, terms.split);
  const entitled = withdrawable(profit, taken, terms.split);
  const empty: Bench = {
    ...{ basis, terms, ruleSet, facts, now, entitled, taken, request: ZERO, gross: ZERO, judged: null },
    states: assess(facts, ruleSet, market),
  };
  const most = mostOf(empty);
  const request = asked ?? most;
  const repaid = basis.payout?.repays_id ? basis.payout : null;
  const gross = repaid ? repaid.gross_cents : request > 0 ? grossAfter(request, terms.split, taken) : ZERO;
  const split_bps = gross === null || gross === 0 ? 0 : parseInt(((BigInt(request) * 10_000n) / BigInt(gross)).toString(), 10);
  const judged = gross === null || gross === 0 ? null : effectOf(facts, gross, split_bps, ruleSet, market);
  const bench: Bench = { ...empty, request, gross, judged };
  const checks = repaid ? repaymentChecks(bench) : allChecks(bench);
  const is_green = checks.every(({ state }) => state === 'passed');
  return {
    entitled_cents: repaid ? maxCents(entitled, request) : entitled,
    withdrawable_cents: most,
    cumulative_profit_cents: profit,
    settled_gross_cents: taken.gross,
    overpaid_cents: overpaid(profit, basis.payouts, [sold.split, terms.split]),
    request_cents: request,
    gross_cents: gross ?? ZERO,
    firm_cents: gross === null ? ZERO : subtractCents(gross, request),
    split_bps,
    checks,
    effect: judged?.effect ?? null,
    refusal: checks.find(({ state }) => state === 'failed')?.check ?? null,
    is_green,
    ...releaseOf(bench, is_green),
  };
}

function allChecks(bench: Bench): Check[] {
  return [
    ...[...accountChecks(bench), ...claimChecks(bench), ...sumChecks(bench), ...conductChecks(bench), ...balanceChecks(bench)],
    ...[...breachCheck(bench), ...destinationChecks(bench), feedCheck(bench)],
  ];
}

/** The share, at most what the caps leave and what has to stay in the account allows. */
function mostOf(bench: Bench): Cents {
  const limits = capsLeft(bench.terms.caps, capsHistory(bench), bench.now).map(({ left }) => left);
  const room = grossRoom(bench);
  if (room !== null) limits.push(worthAfter(room, bench.terms.split, bench.taken));
  return maxCents(ZERO, limits.reduce(minCents, bench.entitled));
}

/** Who lets it go: the published policy, where the sum and what was asked for beside it are small, everything is green, one name is enough and not too much was let go lately. */
function releaseOf({ basis, terms, request, now }: Bench, isGreen: boolean) {
  const { settings } = basis;
  const second = cents(settings.second_approver_at_or_above_cents);
  const approvals_required = second > 0 && request >= second ? 2 : 1;
  const within = addCents(basis.released_lately_cents, request) <= settings.limit_per_trader_cents;
  const isSmall = releasesItself(addCents(basis.asked_beside_cents, request), settings.auto_release_below_cents);
  const isPolicy = basis.settings_version !== null && isGreen && isSmall && within && approvals_required === 1;
  return {
    route: isPolicy ? ('policy' as const) : ('person' as const),
    approvals_required,
    hold_until: earliestRelease(now, settings.settlement_days, terms.tz),
  };
}
