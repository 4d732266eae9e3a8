// A random small book of accounts, written straight into the tables, and the figures counted over it the plain way.
import fc from 'fast-check';
import { CHALLENGE, FAST, LIVE_PHASE, PHASE } from '../db/stage';
import type { TestDatabase } from '../support/database';

const RULES = ['max-daily-loss', 'consistency', 'max-drawdown'] as const;
const PINNED = ['max-daily-loss', 'consistency'];
const OPENED = Date.UTC(2026, 0, 10);
const HOUR = 3_600_000;

export interface BookAccount {
  login: string;
  isLive: boolean;
  end: 'running' | 'passed' | 'failed' | 'closed';
  /** Hours after opening of each trade's opening; it is held for half an hour. */
  trades: number[];
  verdicts: {
    rule: (typeof RULES)[number];
    outcome: 'breach' | 'warn';
    consequence: 'fail' | 'flag';
    state: 'confirmed' | 'withdrawn';
    hour: number;
  }[];
  /** Hours after opening when the status was written. */
  closedHour: number;
}

const verdict = fc.record({
  rule: fc.constantFrom(...RULES),
  outcome: fc.constantFrom('breach' as const, 'warn' as const),
  consequence: fc.constantFrom('fail' as const, 'flag' as const),
  state: fc.constantFrom('confirmed' as const, 'confirmed' as const, 'withdrawn' as const),
  hour: fc.nat(400),
});
const account = fc.record({
  isLive: fc.boolean(),
  end: fc.constantFrom('running' as const, 'passed' as const, 'failed' as const, 'closed' as const),
  trades: fc.uniqueArray(fc.nat(300), { maxLength: 3 }),
  verdicts: fc.uniqueArray(verdict, { maxLength: 4, selector: (one) => one.hour }),
  closedHour: fc.integer({ min: 401, max: 2_000 }),
});
export const bookArbitrary = fc
  .array(account, { maxLength: 8 })
  .map((accounts): BookAccount[] => accounts.map((one, place) => ({ ...one, login: `book-${place}` })));

const at = (hour: number): string => new Date(OPENED + hour * HOUR).toISOString();
const statusOf = ({ isLive, end }: BookAccount): string => (end === 'running' ? (isLive ? 'live' : 'active') : end);

/** Everything that belongs to an account goes; the tables' own guards are set aside, since they refuse exactly this. */
export async function emptyBook(db: TestDatabase): Promise<void> {
  await direct(db, [['delete from public.risk_violations'], ['delete from public.trades'], ['delete from public.accounts']]);
}

export async function writeBook(db: TestDatabase, book: BookAccount[]): Promise<void> {
  await direct(
    db,
    book.flatMap((one) => [
      [
        `insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, status, initial_balance_cents, currency, profit_split_bps, activated_at, closed_at)
         select $1, 'mt5', 'Demo', $2, (select id from public.traders limit 1), $3, p.id, r.id, $4, 10000000, 'USD', 8000, $5, $6
         from public.phases p join public.rule_sets r on r.phase_id = p.id where p.id = $7`,
        [
          FAST,
          one.login,
          CHALLENGE,
          statusOf(one),
          at(0),
          one.end === 'running' ? null : at(one.closedHour),
          one.isLive ? LIVE_PHASE : PHASE,
        ],
      ] as Statement,
      ...one.trades.map((hour): Statement => [
        `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents)
           select id, $2, $2, $2, 'EURUSD', 'buy', 1, 1, 1, $3::timestamptz, $3::timestamptz + interval '30 minutes', 1, 1 from public.accounts where login = $1`,
        [one.login, `t${hour}`, at(hour)],
      ]),
      ...one.verdicts.map(({ rule, outcome, consequence, state, hour }): Statement => [
        `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
           select id, $2, $3, $4, 'breach', $5, 'cents', $6, $6, rule_set_id from public.accounts where login = $1`,
        [one.login, rule, outcome, consequence, state, at(hour)],
      ]),
    ]),
  );
}

type Statement = [text: string, values?: unknown[]];

async function direct(db: TestDatabase, statements: Statement[]): Promise<void> {
  const client = await db.admin.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const [text, values] of statements) await client.query(text, values);
  } finally {
    client.release(true);
  }
}

const phases = [false, true];

export function countFunnel(book: BookAccount[]): number[][] {
  return phases.flatMap((isLive) => {
    const mine = book.filter((one) => one.isLive === isLive);
    if (mine.length === 0) return [];
    const ended = (end: BookAccount['end']) => mine.filter((one) => one.end === end).length;
    const running = ended('running');
    return [
      [mine.length, mine.filter((one) => one.trades.length > 0).length, ended('failed'), ended('passed'), isLive ? running : 0, running],
    ];
  });
}

const standing = (one: BookAccount, rule: string, outcome: string) =>
  one.verdicts.filter((it) => it.rule === rule && it.outcome === outcome && it.state !== 'withdrawn');

const ending = (one: BookAccount) =>
  one.verdicts
    .filter((it) => it.outcome === 'breach' && it.consequence === 'fail' && it.state !== 'withdrawn')
    .sort((a, b) => a.hour - b.hour)[0];

export function countRules(book: BookAccount[]): Record<string, Record<string, number>> {
  const figures = RULES.map((rule) => {
    const told = (outcome: string) => book.map((one) => standing(one, rule, outcome).length);
    const [breaches, warnings] = [told('breach'), told('warn')];
    const sum = (list: number[]) => list.reduce((total, count) => total + count, 0);
    const some = (list: number[]) => list.filter((count) => count > 0).length;
    const touched = book.filter((_, place) => (breaches[place] ?? 0) + (warnings[place] ?? 0) > 0).length;
    const held = PINNED.includes(rule) ? book.length : touched;
    const ended = book.filter((one) => one.end === 'failed' && ending(one)?.rule === rule).length;
    return [
      rule,
      { held, breaches: sum(breaches), broken: some(breaches), ended, warnings: sum(warnings), warned: some(warnings) },
    ] as const;
  });
  return Object.fromEntries(figures.filter(([, figure]) => figure.held > 0));
}

const EDGES = [1, 24, 72, 168, 336, 720, 1440];

export function countTimes(book: BookAccount[]) {
  return phases.flatMap((isLive) => {
    const mine = book.filter((one) => one.isLive === isLive);
    if (mine.length === 0) return [];
    const decided = mine.filter((one) => one.end === 'failed' || one.end === 'passed');
    const hours = (end: BookAccount['end']) =>
      decided
        .filter((one) => one.end === end && one.trades.length > 0)
        .map((one) => {
          const done = (end === 'failed' ? ending(one)?.hour : undefined) ?? one.closedHour;
          return Math.max(0, done - Math.min(...one.trades));
        });
    const buckets = (list: number[]) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((place) => list.filter((hour) => EDGES.filter((edge) => hour >= edge).length === place).length);
    const at = (list: number[], share: number) => [...list].sort((a, b) => a - b)[Math.ceil(list.length * share) - 1] ?? null;
    const median = (list: number[]) => at(list, 0.5);
    const seconds = (hour: number | null) => (hour === null ? null : hour * 3600);
    const [failed, passed] = [hours('failed'), hours('passed')];
    return [
      {
        unfinished: mine.filter((one) => one.end === 'running').length,
        untimed: decided.filter((one) => one.trades.length === 0).length,
        breach: buckets(failed),
        pass: buckets(passed),
        breach_median: seconds(median(failed)),
        pass_median: seconds(median(passed)),
        quartiles: [failed, passed].flatMap((list) => [seconds(at(list, 0.25)), seconds(at(list, 0.75))]),
      },
    ];
  });
}
