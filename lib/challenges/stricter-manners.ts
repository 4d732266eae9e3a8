// How two instances of one rule differ in what is not an allowance: touching, trailing, windows, hours, steps, stops. Words for whatever binds more.
import { compareRationals, ratioText, type Rational } from '@/lib/decimal';
import type { SessionWindow } from '@/lib/rules/session-windows';
import type { RuleInstance } from '@/lib/rules/types';

/** Which way is stricter: more of it, less of it, or having it at all. */
type Way = 'more' | 'less';
type Params = Record<string, unknown>;
type Compared = (mine: Params, theirs: Params) => string[];

const number = (key: string, way: Way, label: string): Compared => {
  return (mine, theirs) => {
    const [here, there] = [mine[key], theirs[key]].map(rationalOf);
    if (!here) return [];
    // What the other does not write, it does not limit.
    if (!there) return [`${label} ${textOf(here)}, which the test does not limit`];
    const order = compareRationals(here, there);
    return order !== 0 && order > 0 === (way === 'more') ? [`${label} ${textOf(here)} against ${textOf(there)}`] : [];
  };
};
const flag = (key: string, strict: unknown, words: string): Compared => {
  return (mine, theirs) => (mine[key] === strict && theirs[key] !== strict ? [words] : []);
};
/** What is spared is spared from: fewer of them bind more. */
const spared = (key: string, label: string): Compared => {
  return (mine, theirs) => {
    const kept = new Set(mine[key] as readonly string[] | undefined);
    const lost = ((theirs[key] ?? []) as readonly string[]).filter((one) => !kept.has(one));
    return lost.length > 0 ? [`${label} ${lost.join(', ')} no longer`] : [];
  };
};

const MANNERS: Readonly<Record<string, readonly Compared[]>> = {
  'news-window': [
    number('before_s', 'more', 'seconds before a release'),
    number('after_s', 'more', 'seconds after a release'),
    flag('edges', 'inclusive', 'its edges belong to the window'),
    spared('exempt_types', 'it spares'),
    moreInstruments,
  ],
  'trading-hours': [fewerHours, flag('applies_to', 'open_and_close', 'closing counts too'), spared('exempt_symbols', 'it spares')],
  'revenge-trading': [
    number('mult', 'less', 'a step from lots times'),
    number('window_s', 'more', 'seconds after a loss'),
    number('min_steps', 'less', 'steps in a row'),
  ],
  'stop-loss-required': [
    number('sl_within_s', 'less', 'seconds to set a stop'),
    number('max_risk_pct', 'less', 'planned risk of at most'),
    flag('combine_per_symbol', true, 'the risk of one symbol is summed'),
  ],
  'tick-scalping': [
    number('min_s', 'more', 'seconds to hold'),
    number('max_short_profit_share', 'less', 'share of short profit'),
    number('max_short_count_share', 'less', 'share of short trades'),
    number('max_short_winner_share', 'less', 'share of short winners'),
  ],
  'ea-trading': [
    flag('allowed', false, 'machines are not allowed'),
    number('max_requests_per_day', 'less', 'requests a day'),
    number('flag_at', 'less', 'told from points'),
    spared('allow_magic', 'it allows the tools'),
  ],
};
const OF_ANY: readonly Compared[] = [
  // Not to say it is to say no: every rule that knows touching has it written out once it is read.
  (mine, theirs) => (mine.touch_is_breach === true && theirs.touch_is_breach === false ? ['touching the floor breaks it'] : []),
  (mine, theirs) => (isTrailing(mine.mode) && theirs.mode === 'static' ? ['its floor follows the account'] : []),
];

export function harderManners(mine: RuleInstance, theirs: RuleInstance): string[] {
  const [here, there] = [mine.params as Params, theirs.params as Params];
  return [...OF_ANY, ...(MANNERS[mine.rule] ?? [])].flatMap((compared) => compared(here, there));
}

const isTrailing = (mode: unknown) => typeof mode === 'string' && mode.startsWith('trailing');

function rationalOf(value: unknown): Rational | null {
  if (typeof value === 'number') return { num: BigInt(value), den: 1n };
  return typeof value === 'object' && value !== null && 'num' in value ? (value as Rational) : null;
}

const textOf = ({ num, den }: Rational): string => (num % den === 0n ? String(num / den) : ratioText(num, den, 4).replace(/0+$/, ''));

function moreInstruments(mine: Params, theirs: Params): string[] {
  const [here, there] = [mine, theirs].map((one) => (one.instruments_by_event ?? {}) as Record<string, readonly string[]>);
  const added = Object.entries(here ?? {}).flatMap(([event, globs]) =>
    globs.filter((glob) => !there?.[event]?.includes(glob)).map((glob) => `${glob} at ${event}`),
  );
  return added.length > 0 ? [`it also targets ${added.join(', ')}`] : [];
}

const DAY_MINUTES = 24 * 60;

function fewerHours(mine: Params, theirs: Params): string[] {
  if (mine.tz !== theirs.tz) return [`its hours are those of ${String(mine.tz)} against ${String(theirs.tz)}: compare them by hand`];
  const [here, there] = [openMinutes(mine.windows as readonly SessionWindow[]), openMinutes(theirs.windows as readonly SessionWindow[])];
  const lost = [...there].filter((minute) => !here.has(minute)).length;
  return lost > 0 ? [`${lost} minutes of the week are closed that the test has open`] : [];
}

/** Minutes of the week by the wall clock; a window that ends at or before its beginning ends on the next day. */
function openMinutes(windows: readonly SessionWindow[]): Set<number> {
  const open = new Set<number>();
  for (const { days, from, to } of windows) {
    const [start, end] = [minuteOf(from), minuteOf(to)];
    for (const day of days)
      for (let at = start; at < (end <= start ? end + DAY_MINUTES : end); at += 1)
        open.add(((day - 1) * DAY_MINUTES + at) % (7 * DAY_MINUTES));
  }
  return open;
}

function minuteOf(wall: string): number {
  const [hours = '', minutes = ''] = wall.split(':');
  return parseInt(hours, 10) * 60 + parseInt(minutes, 10);
}
