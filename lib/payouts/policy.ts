// The payout policy as people write it: money in major units, days and hours, and back. Pure: what is shown is what is published.
import { z } from 'zod';
import { formatMoney, parseMoney, type Cents } from '@/lib/money';
import { payoutSettings, type PayoutSettings } from '@/lib/payouts/terms';
import { refuse, type Result } from '@/lib/refusal';

/** Sums of the policy are in the minor units of each account's own currency; they are written with two decimals. */
const DIGITS = 2;
const HOUR = 3600;

export interface PolicyField {
  name: keyof PolicyForm;
  label: string;
  hint: string;
}
export const POLICY_FIELDS: readonly PolicyField[] = [
  {
    name: 'auto_release_below',
    label: 'Released by the policy below',
    hint: 'A clean request below this needs no person, with what was asked for beside it within one window. 0.00 switches it off.',
  },
  { name: 'second_approver_from', label: 'Two people from', hint: 'At or above this two people approve. 0.00 asks for one only.' },
  { name: 'limit_per_trader', label: 'The policy releases at most', hint: 'In all, to one trader or destination, within the days below.' },
  { name: 'limit_days', label: 'Within days', hint: 'The days over which that limit counts.' },
  { name: 'settlement_days', label: 'Settlement window, days', hint: 'From the request to the earliest sending. 0 is allowed.' },
  { name: 'cool_off_hours', label: 'Cool-off of a destination, hours', hint: 'Nothing is paid to a new or changed destination before.' },
  {
    name: 'stale_after_hours',
    label: 'A feed is stale after, hours',
    hint: 'A silent feed leaves open what the account has done meanwhile.',
  },
];

/** More hours than that nobody means. */
const MOST_HOURS = 999_999;
const { limit_days, settlement_days } = payoutSettings.shape;
const daysOf = (field: typeof limit_days) => figure(field.unwrap().minValue ?? 0, field.unwrap().maxValue ?? 0);
function figure(least: number, most: number) {
  const isMeant = (text: string) => /^\d{1,6}$/.test(text) && parseInt(text, 10) >= least && parseInt(text, 10) <= most;
  return z
    .string()
    .trim()
    .refine(isMeant, `Write a whole number from ${least} to ${most.toLocaleString('en-US')}.`);
}
const sum = z.string().trim().max(20);
export const policyForm = z.strictObject({
  auto_release_below: sum,
  second_approver_from: sum,
  limit_per_trader: sum,
  limit_days: daysOf(limit_days),
  settlement_days: daysOf(settlement_days),
  cool_off_hours: figure(0, MOST_HOURS),
  stale_after_hours: figure(1, MOST_HOURS),
});
export type PolicyForm = z.output<typeof policyForm>;

export function writtenPolicy(policy: PayoutSettings): PolicyForm {
  const money = (cents: number) => formatMoney(cents as Cents, DIGITS);
  return {
    auto_release_below: money(policy.auto_release_below_cents),
    second_approver_from: money(policy.second_approver_at_or_above_cents),
    limit_per_trader: money(policy.limit_per_trader_cents),
    limit_days: String(policy.limit_days),
    settlement_days: String(policy.settlement_days),
    cool_off_hours: String(Math.floor(policy.cool_off_seconds / HOUR)),
    stale_after_hours: String(Math.floor(policy.stale_after_seconds / HOUR)),
  };
}

/** The policy in force with what the form says; what the form does not name stays as it is. */
export function readPolicy(form: PolicyForm, inForce: PayoutSettings): Result<PayoutSettings> {
  const sums = { auto_release_below: 0, second_approver_from: 0, limit_per_trader: 0 };
  for (const name of Object.keys(sums) as (keyof typeof sums)[]) {
    const cents = /^\d{1,12}(\.\d{1,2})?$/.test(form[name]) ? parseMoney(form[name], DIGITS) : null;
    if (cents === null) return refuse('invalid-input', 'Write a sum such as 1000.00.', { path: name });
    sums[name] = cents;
  }
  const read = payoutSettings.safeParse({
    ...inForce,
    auto_release_below_cents: sums.auto_release_below,
    second_approver_at_or_above_cents: sums.second_approver_from,
    limit_per_trader_cents: sums.limit_per_trader,
    limit_days: parseInt(form.limit_days, 10),
    settlement_days: parseInt(form.settlement_days, 10),
    cool_off_seconds: parseInt(form.cool_off_hours, 10) * HOUR,
    stale_after_seconds: parseInt(form.stale_after_hours, 10) * HOUR,
  });
  if (read.success) {
    const { auto_release_below_cents: below, second_approver_at_or_above_cents: second } = read.data;
    // What two people have to sign, no policy signs for them.
    if (second > 0 && below > second)
      return refuse('invalid-input', 'Must not be above the sum from which two people approve.', { path: 'auto_release_below' });
    return { ok: true, value: read.data };
  }
  const issue = read.error.issues[0];
  return refuse('invalid-input', `${String(issue?.path[0] ?? 'policy').replaceAll('_', ' ')}: ${issue?.message ?? 'is not valid'}`);
}

/** What would change, field by field. */
export function policyChanges(from: PayoutSettings, to: PayoutSettings): { label: string; old: string; new: string }[] {
  const [before, after] = [writtenPolicy(from), writtenPolicy(to)];
  return POLICY_FIELDS.filter(({ name }) => before[name] !== after[name]).map(({ name, label }) => ({
    label,
    old: before[name],
    new: after[name],
  }));
}

/** A version of before, field by field; what it does not say was as usual. */
export function policyLines(value: unknown): { label: string; text: string }[] {
  const read = payoutSettings.safeParse(value);
  const said = writtenPolicy(read.success ? read.data : payoutSettings.parse({}));
  return POLICY_FIELDS.map(({ name, label }) => ({ label, text: said[name] }));
}
