// An account that a daily loss has ended while it was in profit: where its rule set says so, its trader may still claim a share of what is left,
// if they traded with care. Pure.
import { addCalendarDays, instantText } from '@/lib/day';
import { fixedText } from '@/lib/decimal';
import type { PayoutBasis } from '@/lib/payouts/basis';
import { check, moneyIn, type Bench, type Check } from '@/lib/payouts/check';
import { isSmallLoss } from '@/lib/payouts/eligibility';
import { plainSplit } from '@/lib/payouts/split';
import type { PayoutTerms } from '@/lib/payouts/terms';

/** In a claim the published share takes the place of the split; nothing else of the terms is waived. */
export function claimTerms(terms: PayoutTerms, basis: PayoutBasis): PayoutTerms {
  const { breach_claim: claim } = terms;
  return claim === null || basis.claim === null ? terms : { ...terms, split: plainSplit(claim.share) };
}

export function claimChecks(bench: Bench): Check[] {
  const { claim } = bench.basis;
  const terms = bench.terms.breach_claim;
  if (claim === null || terms === null) return [];
  const initial = bench.ruleSet.header.initial_cents;
  const isSmall = isSmallLoss({ num: BigInt(claim.largest_loss_cents), den: BigInt(initial) });
  const stops = check('claim-stops', claim.without_stop === 0, fixedText(BigInt(claim.without_stop), 0), '0');
  const loss: Check = { ...check('claim-largest-loss', isSmall, moneyIn(bench, claim.largest_loss_cents), '1 %'), unit: 'money' };
  if (terms.within_days === null) return [stops, loss];
  const until = addCalendarDays(claim.breached_at, terms.within_days, bench.terms.tz);
  // A claim made in time does not run out while it is looked at.
  const claimed = bench.basis.payout?.requested_at ?? bench.now;
  return [stops, loss, check('claim-in-time', claimed <= until, instantText(claimed), instantText(until))];
}
