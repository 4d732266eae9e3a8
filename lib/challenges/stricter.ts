// Where a live phase binds its trader by more than the test did. Whoever passed the test learnt its limits: true of any rule, it should be meant.
import { harderManners } from '@/lib/challenges/stricter-manners';
import { fixedText } from '@/lib/decimal';
import { spellMoney, cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { openFacts } from '@/lib/rules/evolve';
import type { Consequence, RuleInstance, RuleSet, RuleSetHeader, RuleState } from '@/lib/rules/types';

/** A phase of the same challenge and the rules in force in it. */
export interface Neighbour {
  phase: string;
  is_live: boolean;
  ruleSet: RuleSet;
}

export function stricterWarnings(draft: Neighbour, neighbours: readonly Neighbour[]): string[] {
  if (draft.is_live) return neighbours.filter((one) => !one.is_live).flatMap((test) => stricterThan(draft, test));
  return neighbours.filter((one) => one.is_live).flatMap((live) => stricterThan(live, draft));
}

type Phase = Omit<Neighbour, 'is_live'>;
/** Where the number is what has to be reached, more of it is stricter. */
const AT_LEAST = new Set(['profit-target', 'min-trading-days', 'min-trades']);
/** Their one number does not say how strict they are: their own words are compared instead. */
const BY_MANNER = new Set(['news-window', 'revenge-trading', 'stop-loss-required', 'tick-scalping', 'ea-trading', 'trading-hours']);
const GRAVITY: readonly Consequence[] = ['payout_gate', 'flag', 'pause', 'block', 'fail'];

function stricterThan(live: Phase, test: Phase): string[] {
  const [lived, tested] = [standingsOf(live.ruleSet), standingsOf(test.ruleSet)];
  return [...lived].flatMap(([key, mine]) => {
    const said = (words: string) => `${live.phase} is stricter than ${test.phase}: ${key.replace(/#0$/, '')}, ${words}.`;
    const theirs = tested.get(key);
    if (!theirs) return [said('which the test does not have')];
    const [here, there] = [mine.state.allowance, theirs.state.allowance];
    const isHarder = here !== null && there !== null && (AT_LEAST.has(mine.state.rule) ? here > there : here < there);
    const numbers =
      mine.state.unit === theirs.state.unit && isHarder && !BY_MANNER.has(mine.state.rule)
        ? [`${amount(here, mine.state, live.ruleSet)} against ${amount(there, theirs.state, test.ruleSet)}`]
        : harderManners(mine.instance, theirs.instance);
    return [...numbers, ...graver(mine.instance, theirs.instance)].map(said);
  });
}

function graver({ consequence: here }: RuleInstance, { consequence: there }: RuleInstance): string[] {
  return GRAVITY.indexOf(here) > GRAVITY.indexOf(there) ? [`${named(here)} against ${named(there)} when it is broken`] : [];
}

const named = (consequence: Consequence) => consequence.replace('_', ' ');

/** Where every rule stands when an account begins: allowances in their own unit, whatever way they were written. */
function standingsOf(ruleSet: RuleSet): Map<string, { state: RuleState; instance: RuleInstance }> {
  const states = assess(openFacts({ at: 0, balance_cents: ruleSet.header.initial_cents }, ruleSet), ruleSet);
  return new Map(
    ruleSet.instances.flatMap((instance, place) => {
      const state = states[place];
      const isOn = state !== undefined && applies(instance, ruleSet.header);
      return isOn ? [[`${instance.rule}#${instance.instance}`, { state, instance }] as const] : [];
    }),
  );
}

/** A rule about news may stand in a version that its own phases or account types leave out. */
function applies({ params }: RuleInstance, { phase, account_type }: RuleSetHeader): boolean {
  const { phases, exempt_types } = params as { phases?: readonly string[]; exempt_types?: readonly string[] };
  return (phases?.includes(phase) ?? true) && !(exempt_types?.includes(account_type) ?? false);
}

function amount(value: number, { unit }: RuleState, { header }: RuleSet): string {
  if (unit === 'bps') return `${fixedText(BigInt(value), 2)} %`;
  return unit === 'cents' ? spellMoney(cents(value), header.minor_digits) : `${value} ${unit === 'count' ? '' : unit}`.trim();
}
