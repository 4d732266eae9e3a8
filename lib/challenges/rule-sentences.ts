// A rule set in sentences: what each rule forbids, on which base, what touching means, by which clock. Only spelling; nothing is judged here.
import { asPlain, ruleGroups, textOf, type DraftGroup, type Plain } from '@/lib/challenges/draft-fields';
import { fieldWords } from '@/lib/challenges/field-words';
import { parseDecimal, toRational } from '@/lib/decimal';
import { percentText } from '@/lib/rules/params';
import { findRule } from '@/lib/rules/register';

export interface RuleWords {
  rule: string;
  instance: number;
  /** The rule in one sentence where it has one of its own. */
  sentence: string | null;
  consequence: string;
  /** The instance's own clock, or the rule set's. */
  clock: string;
  numbers: { path: string; label: string; value: string; isUsual: boolean }[];
}
type Values = Record<string, string>;

export function rulesInWords(document: Plain): RuleWords[] {
  const common = clockOf(asPlain(document.reset)) ?? '00:00 Europe/Prague';
  const rules = asPlain(document.rules);
  return ruleGroups(document)
    .filter(({ isOn }) => isOn)
    .map((group) => {
      const written = asPlain((rules[group.rule] as unknown[])[group.instance]);
      const values = valuesOf(group);
      const clock = clockOf(asPlain(written.reset)) ?? common;
      return {
        rule: group.rule,
        instance: group.instance,
        sentence: SENTENCES[group.rule]?.(values, clock) ?? null,
        consequence: textOf(written.consequence) || (findRule(group.rule)?.defaultConsequence ?? ''),
        clock,
        numbers: numbersOf(group),
      };
    });
}

/** What is written and what holds because nothing is: both are the rule. An alternative shape that was not chosen is neither. */
function numbersOf({ path, fields }: DraftGroup): RuleWords['numbers'] {
  return fields
    .filter((field) => !/\.(consequence|reset\.\w+)$/.test(field.path) && (field.value !== '' || isUsual(field.path, fields)))
    .map((field) => ({
      path: field.path,
      label: field.path === path ? fieldWords(path) : field.label,
      value: spelled(field.path, field.value || (field.fallback ?? '')),
      isUsual: field.value === '',
    }));
}

/** A default counts where its group has no other value: `limit.pct` has none once `limit.abs` is written. */
function isUsual(path: string, fields: DraftGroup['fields']): boolean {
  const field = fields.find((one) => one.path === path);
  if (field?.fallback === null || field === undefined) return false;
  const parent = path.slice(0, path.lastIndexOf('.'));
  const siblings = fields.filter((one) => one.path.startsWith(`${parent}.`) && one.path !== path);
  return parent.endsWith(']') || siblings.every(({ value }) => value === '');
}

function valuesOf({ path, fields }: DraftGroup): Values {
  const entries = fields
    .filter((field) => field.value !== '' || isUsual(field.path, fields))
    .map((field) => [field.path.slice(path.length + 1), spelled(field.path, field.value || (field.fallback ?? ''))]);
  return Object.fromEntries(entries) as Values;
}

const SHARE = /(_pct|\.pct|share|threshold)$/;

function spelled(path: string, text: string): string {
  const decimal = SHARE.test(path) ? parseDecimal(text) : null;
  return decimal === null ? text.replaceAll('_', ' ') : percentText(toRational(decimal));
}

function clockOf(reset: Plain): string | null {
  return typeof reset.tz === 'string' ? `${textOf(reset.time)} ${reset.tz}` : null;
}

const allowance = (values: Values, key: string) => values[`${key}.abs`] ?? `${values[`${key}.pct`] ?? ''} of ${values[`${key}.of`] ?? ''}`;
const touch = (values: Values) =>
  values.touch_is_breach === 'yes' ? 'touching the floor breaks it' : 'touching the floor does not break it';

const SENTENCES: Record<string, (values: Values, clock: string) => string> = {
  'max-daily-loss': (values, clock) =>
    `In one trading day, which turns at ${clock}, ${values.measure} may fall ${allowance(values, 'limit')} below the day's ${values.reference}; ${touch(values)}.`,
  'max-drawdown': (values) =>
    `${capital(values.measure)} may fall ${allowance(values, 'amount')} under a floor that is ${values.mode}; ${touch(values)}.`,
  'profit-target': (values) => `The phase is passed with a profit of ${values.target_pct} of the initial balance, closed and flat.`,
  'min-trading-days': (values) => `At least ${values.min_days} trading days, counted by ${values.count_by}.`,
  'min-trades': (values) => `At least ${values.min} trades.`,
  'max-period': (values) => `The phase lasts ${values.days} days at most, counted from ${values.starts}.`,
  inactivity: (values) => `At most ${values.days} days without a closed trade.`,
  consistency: (values) => `No single ${values.unit} may make more than ${values.threshold} of the profit (${values.denominator}).`,
  'lot-size': (values) => `At most ${values.max_lots ?? 'the lots named per symbol'} lots in one position.`,
  'max-trades-per-day': (values, clock) => `At most ${values.max} trades in one trading day, which turns at ${clock}.`,
  'weekend-holding': (values) => `Nothing may be held over the weekend, from ${values.time} ${values.tz} on day ${values.dow} of the week.`,
  'news-window': (values) => `No deal from ${values.before_s} s before to ${values.after_s} s after news, edges ${values.edges}.`,
  'ea-trading': (values) => (values.allowed === 'no' ? 'Robots may not trade.' : 'Robots may trade.'),
  'tick-scalping': (values) => `A trade held under ${values.min_s} s counts as a scalp.`,
};

const capital = (text = '') => text.replace(/^./, (first) => first.toUpperCase());
