// A payout as it can be judged now: the basis, and the facts without the payout itself. Whoever shows or decides one begins here.
import { marketAt } from '@/lib/db/market';
import { loadPayoutBasis, type BasisAsked } from '@/lib/db/payouts';
import { rulesOfAccount } from '@/lib/db/rule-sets';
import type { PayoutBasis } from '@/lib/payouts/basis';
import { entitlement, type Entitlement } from '@/lib/payouts/entitlement';
import type { Cents } from '@/lib/money';
import type { Facts, RuleSet } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { marketNeed } from '@/lib/trades/market-need';

export interface Judgement {
  basis: PayoutBasis;
  entitlement: Entitlement;
  ruleSet: RuleSet;
  /** As last written. */
  facts: Facts;
}

const ATTEMPTS = 5;

/** What may be taken out of an account, or of the payout named by its own sum. Null where there is no such account. */
export async function judgePayout(asked: BasisAsked, request: Cents | null = null): Promise<Judgement | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const basis = await loadPayoutBasis(asked);
    if (basis === null || (asked.payout_id !== undefined && basis.payout === null)) return null;
    const { account } = basis;
    const ruleSet = await rulesOfAccount(account);
    const whole = { ...account, facts: null, checkpoint: null, events: eventsWithout(basis) };
    const isWhole = basis.is_booked || account.facts === null;
    const since = marketNeed(isWhole ? whole : account, ruleSet);
    const market = since === null ? undefined : await marketAt(basis.market_version, since);
    if (market === null) continue;
    const facts: Facts = isWhole || account.facts === null ? foldAccount(whole, [], ruleSet, market).facts : account.facts;
    const sum = basis.payout?.requested_cents ?? request;
    return { basis, ruleSet, facts, entitlement: entitlement({ basis, facts, ruleSet, market, now: Date.parse(asked.now), request: sum }) };
  }
  throw new Error('The market kept changing while a payout was judged.');
}

/** A payout that is booked already must not be held against itself. */
function eventsWithout({ account, payout }: PayoutBasis) {
  return account.events.filter(({ kind, data }) => kind !== 'payout' || (data as { reference?: string }).reference !== payout?.id);
}
