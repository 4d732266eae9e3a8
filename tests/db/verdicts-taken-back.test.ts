// What a late event takes back is taken back whole: bars, cancellations, verdicts found again, and blocks that were not confirmed yet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, fail, one, record, trade } from './assessment';
import { as, NOW, openAccount, SLOW, staffId, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

let logins = 0;
const open = (phase = 1) => openAccount(db.sql, `back-${(logins += 1)}`, { connection: SLOW, phase });
const account = (id: string) =>
  one(db.sql, 'select status, blocked_from, trading_off_reason, version::int from public.accounts where id = $1', [id]);
const verdict = (id: string, rule = 'max-daily-loss') =>
  one(db.sql, 'select * from public.risk_violations where account_id = $1 and rule = $2', [id, rule]);
const tell = async (id: string, more: Record<string, unknown>, now = NOW) => {
  const { version } = await account(id);
  const { accounts } = await record(db.sql, [assessment(id, version, more)], [], now);
  expect(accounts[0]).toMatchObject({ outcome: 'recorded' });
};
const block = (more: Record<string, unknown> = {}) => fail(undefined, { consequence: 'block', ...more });
const takeBack = async (id: string, rule?: string) => tell(id, { withdrawn: [(await verdict(id, rule)).id] });
const blocks = async (id: string) =>
  (
    await db.sql.query(
      `select kind from public.events where account_id = $1 and kind in ('account.blocked', 'account.unblocked') order by seq`,
      [id],
    )
  ).rows.map(({ kind }) => kind as string);

describe('a block whose verdict is not confirmed yet', () => {
  const confirm = async (id: string, rule?: string) =>
    db.sql.query('select public.confirm_violation($1, $2)', [(await verdict(id, rule)).id, '2026-02-01T11:00:00Z']);

  test.each([
    [1, 'active'],
    [2, 'live'],
  ])('stops trading on an account of phase %i and no more, and leaves nothing behind when it is taken back', async (phase, home) => {
    const id = await open(phase);
    await tell(id, { violations: [block()] });
    expect(await account(id)).toMatchObject({ status: home, trading_off_reason: 'rule-block' });
    await takeBack(id);
    expect(await account(id)).toMatchObject({ status: home, blocked_from: null, trading_off_reason: null });
    expect(await blocks(id)).toEqual([]);
    const { rows } = await db.sql.query(`select state from public.reviews where account_id = $1 and kind = 'violation'`, [id]);
    expect(rows).toEqual([{ state: 'cancelled' }]);
  });

  test('keeps trading off while another one stands, and lets go with the last of them', async () => {
    const id = await open();
    await tell(id, { violations: [block(), block({ rule: 'max-drawdown' })] });
    await takeBack(id);
    expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: 'rule-block' });
    await takeBack(id, 'max-drawdown');
    expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: null });
  });

  test('leaves trading off where a provisional failure stops it', async () => {
    const id = await open();
    await tell(id, { violations: [block(), fail(undefined, { rule: 'max-drawdown' })] });
    await takeBack(id);
    expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: 'rule-violation' });
  });

  test('blocks when it is confirmed, and from then on only people lift it: a contradiction is contested', async () => {
    const id = await open();
    await tell(id, { violations: [block()] });
    await confirm(id);
    expect(await account(id)).toMatchObject({ status: 'blocked', blocked_from: 'active', trading_off_reason: 'rule-block' });
    expect(await blocks(id)).toEqual(['account.blocked']);
    await takeBack(id);
    expect((await verdict(id)).state).toBe('contested');
    expect(await account(id)).toMatchObject({ status: 'blocked' });
  });

  test('blocks as well when a person confirms it', async () => {
    const id = await open();
    await tell(id, { violations: [block()] });
    await asRisk(`select public.decide_violation($1, 'confirmed', 'seen in the deals')`, [(await verdict(id)).id]);
    expect(await account(id)).toMatchObject({ status: 'blocked' });
  });
});

test.each(['unknown', 'warn'])(
  '%s is no breach, so nothing follows from it, even where two people said that it stands',
  async (outcome) => {
    const id = await open();
    await tell(id, { violations: [fail(undefined, { outcome, severity: 'info' })] });
    const { id: told } = await verdict(id);
    await asRisk(`select public.decide_violation($1, 'withdrawn', 'it was told late')`, [told]);
    await asRisk(`select public.decide_violation($1, 'confirmed', 'it stands all the same')`, [told], 'admin');
    expect((await verdict(id)).state).toBe('confirmed');
    expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: null });
  },
);

test('the review of a verdict taken back is asked for the other one of its rule that stands', async () => {
  const id = await open();
  const flag = (subject: string) => fail(undefined, { consequence: 'flag', severity: 'warning', subject });
  await tell(id, { violations: [flag('a'), flag('b')] });
  const [first, second] = (await db.sql.query('select id from public.risk_violations where account_id = $1 order by subject', [id])).rows;
  await tell(id, { withdrawn: [first.id] });
  const { rows } = await db.sql.query(
    `select subject_id, state from public.reviews where account_id = $1 and kind = 'violation' order by state`,
    [id],
  );
  expect(rows).toEqual([
    { subject_id: first.id, state: 'cancelled' },
    { subject_id: second.id, state: 'open' },
  ]);
});

test('a verdict found again names the deal found last; a confirmed breach and what a person decided stay', async () => {
  const id = await open();
  const warn = { outcome: 'warn', severity: 'warning', subject: 'w' };
  await tell(id, { violations: [fail(), fail(undefined, warn)] });
  const again = { trade_ticket: 't0', raised_key: '0001', measured_value: 9300000, percentage_bps: 14000 };
  await tell(id, { restated: [fail(undefined, again), fail(undefined, { ...warn, ...again, severity: 'critical' })] });
  const read = () =>
    db.sql.query(
      'select trade_ticket, raised_key, severity, percentage_bps::int from public.risk_violations where account_id = $1 order by subject',
      [id],
    );
  const said = { trade_ticket: 't0', raised_key: '0001', percentage_bps: 14000 };
  expect((await read()).rows).toEqual([
    { ...said, severity: 'breach' },
    { ...said, severity: 'critical' },
  ]);
  await db.sql.query('select public.confirm_violation($1, $2)', [
    (await one(db.sql, `select id from public.risk_violations where account_id = $1 and outcome = 'breach'`, [id])).id,
    '2026-02-01T11:00:00Z',
  ]);
  await tell(id, { restated: [fail(undefined, { trade_ticket: 't9' })] });
  expect((await read()).rows[0]).toMatchObject({ trade_ticket: 't0' });
});

test('a cancellation that bears the number of a deal takes back its own target, whichever comes first', async () => {
  const taken = event('reversal', '7', '0003', { reverses_external_id: '5', reason: 'dealer' });
  const deals = [trade('5', 5000), trade('7', 100)];
  const [before, after] = [await open(), await open()];
  await tell(before, { events: [taken, event('trade', '5', '0001')], trades: deals.slice(0, 1) });
  await tell(before, { events: [event('trade', '7', '0002')], trades: deals.slice(1) });
  await tell(after, { events: [event('trade', '5', '0001'), event('trade', '7', '0002')], trades: deals });
  await tell(after, { events: [taken] });
  for (const id of [before, after]) {
    const { rows } = await db.sql.query(
      'select external_id, ticket_number, net_profit_cents::int as net from public.trades where account_id = $1 order by 1',
      [id],
    );
    expect(rows).toEqual([
      { external_id: '5', ticket_number: '5', net: 5000 },
      { external_id: '7', ticket_number: '7', net: 100 },
      { external_id: 'reversal:7', ticket_number: '7', net: -5000 },
    ]);
  }
});

test('a refold draws its minutes anew and leaves those before it; going on from the facts keeps the extremes', async () => {
  const id = await open();
  const bar = (minute: string, high: number, low: number) => {
    const at = `2026-02-01T${minute}:00.000Z`;
    return { minute: at, open_cents: low, high_cents: high, high_at: at, low_cents: low, low_at: at, close_cents: low, close_at: at };
  };
  const read = async () =>
    (
      await db.sql.query(
        `select to_char(minute at time zone 'UTC', 'HH24:MI') as minute, open_cents::int as open, high_cents::int as high from public.equity_marks where account_id = $1 order by minute`,
        [id],
      )
    ).rows;
  await tell(id, { marks: [bar('08:59', 7, 1), bar('09:00', 9, 1), bar('09:01', 9, 1)], marks_after: '' });
  await tell(id, { marks: [bar('09:00', 5, 2)], marks_after: null });
  expect(await read()).toEqual([
    { minute: '08:59', open: 1, high: 7 },
    { minute: '09:00', open: 1, high: 9 },
    { minute: '09:01', open: 1, high: 9 },
  ]);
  const reset = `${Date.parse('2026-02-01T09:00:00Z')}000`.padStart(16, '0');
  await tell(id, { marks: [bar('09:00', 5, 2)], marks_after: `${reset}00reset` });
  expect(await read()).toEqual([
    { minute: '08:59', open: 1, high: 7 },
    { minute: '09:00', open: 2, high: 5 },
  ]);
});

async function asRisk(text: string, values: unknown[], who: 'risk' | 'admin' = 'risk') {
  return as(db.sql, { user: staffId(who), keep: true }, text, values);
}

describe('a breach that stands is told once, whatever follows from it', () => {
  const LATER = '2026-02-01T11:00:00Z';
  const confirm = async (id: string) => {
    const { rows } = await db.sql.query<{ id: string }>(
      `select id from public.risk_violations where account_id = $1 and state = 'provisional'`,
      [id],
    );
    for (const each of rows) await db.sql.query('select public.confirm_violation($1, $2)', [each.id, LATER]);
  };
  const letters = async (id: string) =>
    (
      await db.sql.query<{ told: string }>(
        `select m.message || ' ' || m.state as told from public.mail_deliveries m where m.account_id = $1 and m.message in ('rule-violation', 'account-blocked') order by m.created_at, m.id`,
        [id],
      )
    ).rows.map(({ told }) => told);

  test.each(['fail', 'block', 'pause', 'flag'])('with the consequence %s', async (consequence) => {
    const id = await open();
    await tell(id, {
      violations: [fail(undefined, { consequence, ...(consequence === 'pause' ? { until: '2026-02-02T00:00:00Z' } : {}) })],
    });
    await confirm(id);
    await confirm(id);
    expect(await letters(id)).toEqual(['rule-violation queued']);
  });

  test('one that is only noted, once a day for each rule', async () => {
    const id = await open();
    const noted = (subject: string, rule = 'tick-scalping') => fail(undefined, { consequence: 'flag', subject, rule });
    await tell(id, { violations: [noted('a'), noted('b'), noted('c', 'lot-size')] });
    await confirm(id);
    expect(await letters(id)).toEqual(['rule-violation queued', 'rule-violation queued']);
  });

  test('one that was doubted before its letter left, and then stands after all', async () => {
    const id = await open();
    await tell(id, { violations: [fail()] });
    await confirm(id);
    await takeBack(id);
    expect(await letters(id)).toEqual(['rule-violation voided']);
    await as(db.sql, { user: staffId('risk'), keep: true }, `select public.decide_violation($1, 'confirmed', 'It did happen.')`, [
      (await verdict(id)).id,
    ]);
    expect(await letters(id)).toEqual(['rule-violation voided', 'rule-violation queued']);
  });
});
