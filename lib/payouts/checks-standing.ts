// The checks that no rule set writes: who the account and the trader are, what is still in question, and where the money would go.
import { instantText } from '@/lib/day';
import { isOpen } from '@/lib/payouts/states';
import { check, type Bench, type Check } from '@/lib/payouts/check';
import { openRules } from '@/lib/payouts/effect';
import { isFlat } from '@/lib/rules/facts';

export function accountChecks(bench: Bench): Check[] {
  const { basis, facts, states, terms } = bench;
  const open = basis.payouts.find(({ state }) => isOpen(state));
  const questions = [...basis.questions, ...new Set(openRules(states).map((rule) => `unknown-${rule}`))];
  return [
    check('not-funded', basis.account.status === 'live' || basis.claim !== null, basis.account.status, 'live'),
    check('trader-disabled', basis.trader.is_active, basis.trader.is_active ? 'active' : 'disabled', 'active'),
    check('payout-open', open === undefined, open?.state ?? 'none', 'none'),
    check('unresolved', questions.length === 0, questions.length === 0 ? 'none' : questions.join(', '), 'none'),
    ...(terms.require_flat ? [check('open-positions', isFlat(facts), openCount(bench), '0')] : []),
  ];
}

/**
 * What came back after it was paid was earned when it was let go, so only who gets it, where it goes and what is still in question stands in the
 * way of paying it again; neither what the account has done since nor that it has ended.
 */
export function repaymentChecks(bench: Bench): Check[] {
  const { questions } = bench.basis;
  const standing = accountChecks(bench).filter((one) => one.check === 'trader-disabled' || one.check === 'payout-open');
  const unresolved = check('unresolved', questions.length === 0, questions.length === 0 ? 'none' : questions.join(', '), 'none');
  return [...standing, unresolved, ...destinationChecks(bench)];
}

export function openCount({ facts }: Pick<Bench, 'facts'>): string | null {
  if (facts.unlisted_open === null) return null;
  return String(Object.keys(facts.positions).length + facts.unlisted_open + facts.half_open.length);
}

export function breachCheck({ judged }: Bench): Check[] {
  if (judged === null) return [];
  const { breaks, open } = judged;
  const passed = breaks.length > 0 ? false : open.length > 0 ? null : true;
  return [check('payout-would-breach', passed, [...breaks, ...open].join(', ') || 'none', 'none')];
}

export function destinationChecks({ basis, now }: Bench): Check[] {
  const { trader, beneficiary, settings } = basis;
  const kyc = check('kyc', trader.kyc_status === 'approved', trader.kyc_status, 'approved');
  if (beneficiary === null || !beneficiary.is_active) return [kyc, check('no-beneficiary', false, 'none', 'one')];
  const payableFrom = beneficiary.confirmed_at + settings.cool_off_seconds * 1000;
  return [
    kyc,
    check('beneficiary-name', sameName(beneficiary.name, trader.full_name), beneficiary.name, trader.full_name),
    check('beneficiary-cool-off', now >= payableFrom, instantText(beneficiary.confirmed_at), instantText(payableFrom)),
  ];
}

/** A silent feed proves nothing either way. */
export function feedCheck({ basis, now }: Bench): Check {
  const { feed, settings } = basis;
  const since = now - settings.stale_after_seconds * 1000;
  const isFresh = feed.status === 'active' && feed.heard_at !== null && feed.heard_at >= since;
  const heard = feed.heard_at === null ? null : instantText(feed.heard_at);
  return check('feed-stale', isFresh ? true : null, feed.status === 'active' ? heard : feed.status, instantText(since));
}

/** The same words in any order, without accents, case or punctuation: banks write names in many ways. */
function sameName(a: string, b: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '')
      .sort()
      .join(' ');
  return plain(a) !== '' && plain(a) === plain(b);
}
