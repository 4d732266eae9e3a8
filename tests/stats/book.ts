// A random firm: people, chains of accounts over two products, what they traded, broke, hold and were paid. Written straight into the
// tables with their guards set aside, since the figures are about what stands there, however it came.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CHALLENGE, FAST, LIVE_PHASE, PHASE, SLOW } from '../db/stage';
import type { TestDatabase } from '../support/database';
import { endingsOf, EVENT } from './book-events';

export const HOUR = 3_600_000;
export const STATES = ['safe', 'caution', 'critical', 'violated', 'unknown'] as const;
export interface BookAccount {
  login: string;
  trader: number;
  product: 0 | 1;
  /** Place of its phase among those of the product. */
  phase: number;
  from: string | null;
  status: 'pending' | 'active' | 'blocked' | 'live' | 'passed' | 'failed' | 'closed';
  reason: string | null;
  /** Every time is a half hour of so many hours ago, so that no edge of a day or of sixty is ever met by chance. */
  opened: number | null;
  closed: number | null;
  trades: number[];
  verdicts: { rule: string; consequence: 'fail' | 'flag'; state: 'confirmed' | 'withdrawn'; broken: number; detected: number }[];
  position: { symbol: string; unit: 'lot' | 'contract'; side: 'buy' | 'sell'; tenths: number } | null;
  state: (typeof STATES)[number];
  paid: boolean;
  /** Its feed is one nothing is known of. */
  onSilence: boolean;
  /** Its own calendar is a day ahead of UTC. */
  isAhead: boolean;
  /** It had failed before, so many hours ago, and was reinstated. */
  undone: number | null;
  /** When a shop sold it; null where nobody did. */
  sold: number | null;
}
export interface Book {
  now: number;
  traders: number;
  accounts: BookAccount[];
}

export const joined = (trader: number): number => (trader * 317 + 5) % 2_200;
export const at = (book: Book, hours: number): number => book.now - hours * HOUR - HOUR / 2;
const ENDS = ['running', 'blocked', 'pending', 'passed', 'failed', 'closed', 'ruled'] as const;

const verdict = fc.record({
  rule: fc.constantFrom('max-daily-loss', 'max-drawdown', 'lot-size'),
  consequence: fc.constantFrom('fail' as const, 'fail' as const, 'flag' as const),
  state: fc.constantFrom('confirmed' as const, 'confirmed' as const, 'withdrawn' as const),
  broken: fc.integer({ min: 1, max: 900 }),
  detected: fc.nat(60),
});
const position = fc.record({
  symbol: fc.constantFrom('EURUSD', 'XAUUSD', 'ES'),
  unit: fc.constantFrom('lot' as const, 'contract' as const),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  tenths: fc.integer({ min: 1, max: 40 }),
});
const details = fc.record({
  opened: fc.integer({ min: 24, max: 2_400 }),
  lasted: fc.integer({ min: 1, max: 700 }),
  trades: fc.uniqueArray(fc.integer({ min: 2, max: 2_000 }), { maxLength: 3 }),
  verdicts: fc.uniqueArray(verdict, { maxLength: 3, selector: (one) => one.broken }),
  position: fc.option(position),
  state: fc.constantFrom(...STATES),
  paid: fc.boolean(),
  onSilence: fc.boolean(),
  isAhead: fc.boolean(),
  sold: fc.option(fc.integer({ min: 1, max: 2_400 })),
  undone: fc.option(fc.integer({ min: 2, max: 900 })),
});
const chain = fc.record({
  trader: fc.nat(5),
  product: fc.constantFrom(0 as const, 1 as const),
  start: fc.constantFrom(0, 0, 0, 1),
  end: fc.constantFrom(...ENDS),
  accounts: fc.array(details, { minLength: 1, maxLength: 3 }),
});

export const bookArbitrary = (now: number): fc.Arbitrary<Book> =>
  fc.record({ more: fc.nat(3), chains: fc.array(chain, { minLength: 1, maxLength: 14 }) }).map(({ more, chains }) => ({
    now,
    traders: 6 + more,
    accounts: chains.flatMap(({ trader, product, start, end, accounts }, place) =>
      accounts.slice(0, phasesOf(product) - start).map((one, step, all): BookAccount => {
        const phase = start + step;
        const isLast = step === all.length - 1;
        const [status, reason] = isLast ? standing(end, phase === phasesOf(product) - 1) : (['passed', null] as const);
        const hasEnded = ['passed', 'failed', 'closed'].includes(status);
        return {
          ...one,
          ...{ login: `book-${place}-${step}`, trader, product, phase, status, reason },
          from: step === 0 ? null : `book-${place}-${step - 1}`,
          opened: status === 'pending' ? null : one.opened,
          undone: status === 'pending' ? null : one.undone,
          closed: hasEnded ? Math.max(0, one.opened - one.lasted) : null,
          sold: step === 0 ? one.sold : null,
        };
      }),
    ),
  }));

export const phasesOf = (product: 0 | 1): number => (product === 0 ? 2 : 3);

function standing(end: (typeof ENDS)[number], isLive: boolean): readonly [BookAccount['status'], string | null] {
  if (end === 'running') return [isLive ? 'live' : 'active', null];
  if (end === 'ruled') return ['closed', 'rule_violation'];
  return [end === 'passed' && isLive ? 'live' : end, null];
}

const DOUBLE = '00000000-0000-4000-8000-0000000000c2';
const DOUBLE_PHASES = ['a4', 'a5', 'a6'].map((tail) => `00000000-0000-4000-8000-0000000000${tail}`);
type Statement = [text: string, values?: unknown[]];

/** Nobody has been here, but for what the firm sells. */
export async function emptyBook(db: TestDatabase): Promise<void> {
  const tables = [
    'events',
    'payouts',
    'orders',
    'positions',
    'account_facts',
    'daily_stats',
    'risk_violations',
    'trades',
    'accounts',
    'traders',
  ];
  await direct(db, [
    ...tables.map((table): Statement => [`delete from public.${table}`]),
    [
      `insert into public.challenge_types (id, title, steps, kind, product_id, account_size_cents) values ($1, 'Double', 3, 'classic', 'p2', 10000000) on conflict do nothing`,
      [DOUBLE],
    ],
    ...DOUBLE_PHASES.map((id, place): Statement => [
      `insert into public.phases (id, challenge_type_id, position, name, is_live) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [id, DOUBLE, place + 1, place === 2 ? 'Live' : `Phase ${place + 1}`, place === 2],
    ]),
  ]);
}

export async function writeBook(db: TestDatabase, book: Book): Promise<void> {
  const ids = new Map(book.accounts.map(({ login }) => [login, randomUUID()]));
  const people = Array.from({ length: book.traders }, () => randomUUID());
  const time = (hours: number | null) => (hours === null ? null : new Date(at(book, hours)).toISOString());
  await direct(db, [
    [`update public.connections set stale_since = now(), stale_cause = 'silent' where id = $1`, [SLOW]],
    ...people.map((id, place): Statement => [
      'insert into public.traders (id, email, full_name, created_at) values ($1, $2, $2, $3)',
      [id, `person-${place}@mail.test`, time(joined(place))],
    ]),
    ...book.accounts.flatMap((one) => written(one, ids, people[one.trader] ?? '', time)),
  ]);
}

function written(one: BookAccount, ids: Map<string, string>, trader: string, time: (hours: number | null) => string | null): Statement[] {
  const id = ids.get(one.login) ?? '';
  const [challenge, phase] = one.product === 0 ? [CHALLENGE, [PHASE, LIVE_PHASE][one.phase]] : [DOUBLE, DOUBLE_PHASES[one.phase]];
  const of = (text: string, ...values: unknown[]): Statement => [text, [id, ...values]];
  return [
    of(
      `insert into public.accounts (id, connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, status, closure_reason, initial_balance_cents, currency,
         profit_split_bps, opened_from_account_id, activated_at, closed_at, created_at, blocked_from)
       select $1, $2, 'mt5', 'Demo', $3, $4, $5, $6, r.id, $7, $8, 10000000, 'USD', 8000, $9, $10::timestamptz, $11::timestamptz, coalesce($10, $12), case when $7 = 'blocked' then 'active' end from public.rule_sets r limit 1`,
      ...[one.onSilence ? SLOW : FAST, one.login, trader, challenge, phase, one.status, one.reason, one.from && ids.get(one.from)],
      ...[time(one.opened), time(one.closed), time(3)],
    ),
    of('insert into public.account_facts (account_id, balance_cents, high_water_cents, risk_state) values ($1, 1, 1, $2)', one.state),
    ...endingsOf(one).map(({ seq, kind, hours, data }) => of(EVENT, seq, `account.${kind}`, JSON.stringify(data), time(hours))),
    ...one.trades.map((hours) =>
      of(
        `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents)
         values ($1, $2, $2, $2, 'EURUSD', 'buy', 1, 1, 1, $3::timestamptz - interval '30 minutes', $3, 1, 1)`,
        ...[`t${hours}`, time(hours)],
      ),
    ),
    ...one.verdicts.map(({ rule, consequence, state, broken, detected }) =>
      of(
        `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
         select $1, $2, 'breach', $3, 'breach', $4, 'cents', $5, $6, a.rule_set_id from public.accounts a where a.id = $1`,
        ...[rule, consequence, state, time(broken), time(detected)],
      ),
    ),
    ...(one.position
      ? [
          of(
            `insert into public.positions (account_id, position_id, symbol, side, lots, volume_unit, open_price, reported_at) values ($1, 'p', $2, $3, $4::numeric / 10, $5, 1, now())`,
            ...[one.position.symbol, one.position.side, one.position.tenths, one.position.unit],
          ),
        ]
      : []),
    ...(one.closed !== null && one.isAhead
      ? [
          of(
            `insert into public.daily_stats (account_id, trading_day, starts_at, ends_at, start_balance_cents)
             values ($1, ($2::timestamptz at time zone 'UTC')::date + 1, $2::timestamptz - interval '1 hour', $2::timestamptz + interval '1 hour', 1)`,
            time(one.closed),
          ),
        ]
      : []),
    ...(one.paid
      ? [
          of(
            `insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, state, route, approvals_required, provider, entitled_cents,
               hold_until, requested_by, requested_at, request_key)
             values ($1::uuid, $2, $2, 1, 1, 0, 'USD', 'paid', 'policy', 1, 'simulated', 1, now(), $2, now(), $1::uuid::text)`,
            trader,
          ),
        ]
      : []),
    ...(one.sold === null
      ? []
      : [
          of(
            `insert into public.orders (provider, order_id, line_item, unit, payment_ref, quantity, trader_id, challenge_type_id, account_id, amount_cents, currency, state, paid_at, created_at)
             values ('stripe', $1::uuid::text, '1', 1, 'p', 1, $2, $3, $1::uuid, 1, 'USD', 'delivered', $4, $4)`,
            ...[trader, challenge, time(one.sold)],
          ),
        ]),
  ];
}

async function direct(db: TestDatabase, statements: Statement[]): Promise<void> {
  const client = await db.admin.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const [text, values] of statements) await client.query(text, values);
  } finally {
    client.release(true);
  }
}
