// What a publisher should know before they sign; none of it forbids publishing. The same sentences stand on the draft and in the catalogue.
import { isStale } from '@/lib/rules/presets/preset';
import { findPreset } from '@/lib/rules/presets/register';
import { assess } from '@/lib/rules/assess';
import { openFacts } from '@/lib/rules/evolve';
import { fixedText } from '@/lib/decimal';
import { spellMoney, cents } from '@/lib/money';
import type { RuleInstance, RuleSet, RuleState } from '@/lib/rules/types';

/** A phase of the same challenge and the rules in force in it. */
export interface Neighbour {
  phase: string;
  is_live: boolean;
  ruleSet: RuleSet;
}
export interface Drafted {
  phase: string;
  is_live: boolean;
  ruleSet: RuleSet;
  sources: unknown;
}

export function publishingWarnings(draft: Drafted, neighbours: readonly Neighbour[], today: string): string[] {
  return [...stricterWarnings(draft, neighbours), ...runningShareWarnings(draft.ruleSet), ...ageWarnings(draft, today)];
}

/** Whoever passed the tests is bound by more once it is their living: true of any limit, it should be meant. */
export function stricterWarnings(draft: Omit<Drafted, 'sources'>, neighbours: readonly Neighbour[]): string[] {
  if (draft.is_live) return neighbours.filter((one) => !one.is_live).flatMap((test) => stricterThan(draft, test));
  return neighbours.filter((one) => one.is_live).flatMap((live) => stricterThan(live, draft));
}

type Phase = Omit<Neighbour, 'is_live'>;
const STOPS = new Set(['fail', 'block', 'pause', 'flag']);
/** Where the number is what has to be reached, more of it is stricter. */
const AT_LEAST = new Set(['profit-target', 'min-trading-days', 'min-trades']);
/** Their one number does not say how strict they are. */
const BY_MANNER = new Set(['news-window', 'revenge-trading', 'stop-loss-required', 'tick-scalping', 'ea-trading', 'trading-hours']);

function stricterThan(live: Phase, test: Phase): string[] {
  const [lived, tested] = [standingsOf(live.ruleSet), standingsOf(test.ruleSet)];
  return [...lived].flatMap(([key, mine]) => {
    const said = (words: string) => [`${live.phase} is stricter than ${test.phase}: ${key.replace(/#0$/, '')}, ${words}.`];
    const theirs = tested.get(key);
    if (!theirs) return STOPS.has(mine.state.consequence) ? said('which the test does not have') : [];
    const [here, there] = [mine.state.allowance, theirs.state.allowance];
    const isHarder = here !== null && there !== null && (AT_LEAST.has(mine.state.rule) ? here > there : here < there);
    if (mine.state.unit === theirs.state.unit && isHarder && !BY_MANNER.has(mine.state.rule)) {
      return said(`${amount(here, mine.state, live.ruleSet)} against ${amount(there, theirs.state, test.ruleSet)}`);
    }
    return harder(mine.instance.params, theirs.instance.params).flatMap(said);
  });
}

/** Where the allowance is the same, or has none: what touching means, and whether the floor follows. */
function harder(mine: unknown, theirs: unknown): string[] {
  const [here, there] = [mine as Hardness, theirs as Hardness];
  const words: string[] = [];
  if (here.touch_is_breach === true && there.touch_is_breach === false) words.push('touching the floor breaks it');
  if (isTrailing(here.mode) && there.mode === 'static') words.push('its floor follows the account');
  return words;
}
interface Hardness {
  touch_is_breach?: unknown;
  mode?: unknown;
}
const isTrailing = (mode: unknown) => typeof mode === 'string' && mode.startsWith('trailing');

/** Where every rule stands when an account begins: allowances in their own unit, whatever way they were written. */
function standingsOf(ruleSet: RuleSet): Map<string, { state: RuleState; instance: RuleInstance }> {
  const states = assess(openFacts({ at: 0, balance_cents: ruleSet.header.initial_cents }, ruleSet), ruleSet);
  return new Map(
    ruleSet.instances.flatMap((instance, place) => {
      const state = states[place];
      return state ? [[`${instance.rule}#${instance.instance}`, { state, instance }] as const] : [];
    }),
  );
}

function amount(value: number, { unit }: RuleState, { header }: RuleSet): string {
  if (unit === 'bps') return `${fixedText(BigInt(value), 2)} %`;
  return unit === 'cents' ? spellMoney(cents(value), header.minor_digits) : `${value} ${unit === 'count' ? '' : unit}`.trim();
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
