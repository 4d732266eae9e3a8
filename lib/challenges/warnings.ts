// What a publisher should know before they sign; none of it forbids publishing. The same sentences stand on the draft and in the catalogue.
import { stricterWarnings, type Neighbour } from '@/lib/challenges/stricter';
import { isStale } from '@/lib/rules/presets/preset';
import { findPreset } from '@/lib/rules/presets/register';
import type { RuleSet } from '@/lib/rules/types';

interface Drafted extends Neighbour {
  sources: unknown;
}

export function publishingWarnings(draft: Drafted, neighbours: readonly Neighbour[], today: string): string[] {
  const { ruleSet } = draft;
  return [
    ...stricterWarnings(draft, neighbours),
    ...runningShareWarnings(ruleSet),
    ...scalingWarnings(ruleSet),
    ...ageWarnings(draft, today),
  ];
}

/** An account grows by a larger one that takes its place: what counts per account begins anew there, and a sum of money stays as it is written. */
function scalingWarnings({ payout, instances }: RuleSet): string[] {
  if (payout?.scaling === undefined) return [];
  const probation = payout.probation as { starts?: string } | undefined;
  const counted = [
    ...['tiers', 'first_payout_max'].filter((name) => payout[name] !== undefined).map((name) => `payout.${name}`),
    ...(probation?.starts === 'funded' ? ['payout.probation'] : []),
  ];
  const sums = instances.flatMap(({ rule, instance, params }) => writtenSums(params).map((name) => `rules.${rule}[${instance}].${name}`));
  const told = [
    ...(counted.length === 0 ? [] : [`${counted.join(', ')} ${counted.length === 1 ? 'begins' : 'begin'} anew`]),
    ...(sums.length === 0 ? [] : [`${sums.join(', ')} ${sums.length === 1 ? 'stays the sum' : 'stay the sums'} written here`]),
  ];
  return told.length === 0 ? [] : [`An account that grows is followed by a larger one, and there ${told.join(', and ')}.`];
}

/** The parameters of a rule that are a sum of money rather than a share of the size. */
function writtenSums(params: unknown): string[] {
  const { limit, amount, lock, stop_trailing_at_peak, levels } = params as Record<string, unknown>;
  const isSum = (allowed: unknown) => typeof allowed === 'object' && allowed !== null && 'abs' in allowed;
  const sums: [string, boolean][] = [
    ['limit.abs', isSum(limit)],
    ['amount.abs', isSum(amount)],
    // At an offset of zero the floor stops at the start of whichever account it is.
    ['lock.offset', ((lock as { offset?: number } | null | undefined)?.offset ?? 0) !== 0],
    ['stop_trailing_at_peak', typeof stop_trailing_at_peak === 'number'],
    ['levels', Array.isArray(levels)],
  ];
  return sums.flatMap(([name, holds]) => (holds ? [name] : []));
}

/** Shares of the winners so far depend on which win closes first, and on one that is reported late. */
function runningShareWarnings({ instances }: RuleSet): string[] {
  return instances.flatMap(({ rule, params }) => {
    const { running } = params as { running?: { consequence?: string; min_winning_trades?: number } };
    if (rule !== 'consistency' || running === undefined || running.consequence === 'flag') return [];
    const first = (running.min_winning_trades ?? 1) <= 1 ? ' At its first win that is all of its profit.' : '';
    return [
      `The running share may ${running.consequence} an account by the order its wins arrive in: each is measured against the wins before it.${first}`,
    ];
  });
}

function ageWarnings({ ruleSet, sources }: Drafted, today: string): string[] {
  const numbers = staleSources(sources, today);
  const preset = findPreset(ruleSet.header.code);
  const read = preset?.make({ size: preset.sizes[0] ?? '' }).sources.map(({ read_on }) => read_on);
  const oldest = read?.sort()[0];
  return [
    ...(numbers === 0 ? [] : [`${numbers} of its numbers were read more than 90 days ago: look whether the firm still says so.`]),
    ...(oldest !== undefined && isStale(oldest, today)
      ? [`The preset ${ruleSet.header.code} was read on ${oldest}, more than 90 days ago.`]
      : []),
  ];
}

/** How many sources of a document were read too long ago to rely on. */
export function staleSources(sources: unknown, today: string): number {
  if (!Array.isArray(sources)) return 0;
  return sources.filter((one: { read_on?: unknown }) => typeof one.read_on === 'string' && isStale(one.read_on, today)).length;
}
