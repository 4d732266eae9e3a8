// A paid order becomes accounts exactly once per unit, whatever arrives twice, at once or in the wrong order; what does not fit waits.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ORDER_TRANSITIONS } from '@/lib/orders/states';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { CHALLENGE, NOW, staffId } from '../db/stage';
import { activate, giveBack, one, PRICE, provision, stageShop } from './shop';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageShop(db.sql);
}, 60_000);
afterAll(() => db?.close());

const status = (id: string | null) =>
  one<{ status: string; closure_reason: string | null }>(db.sql, 'select * from public.accounts where id = $1', id);
const review = async (subject: string) =>
  (await db.sql.query(`select rule, state, due_at from public.reviews where kind = 'order' and subject_id = $1 order by rule`, [subject]))
    .rows;

describe('a paid order', () => {
  test('opens one pending account for its buyer and the job that gives it a login', async () => {
    const [unit] = await provision(db.sql, { order_id: 'plain' });
    expect(unit).toMatchObject({ state: 'paid', problem: null });
    expect(await status(unit?.account_id ?? null)).toMatchObject({ status: 'pending' });
    const jobs = await db.sql.query(`select * from graphile_worker.jobs where key = $1`, [`provision:${unit?.account_id}`]);
    expect(jobs.rows).toHaveLength(1);
    await activate(db.sql, unit?.account_id ?? '', '91001');
    expect(await one(db.sql, 'select state, delivered_at from public.orders where id = $1', unit?.id)).toMatchObject({
      state: 'delivered',
    });
  });

  test('twenty deliveries at once make one account per unit', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => provision(db.sql, { order_id: 'crowd', quantity: 3 })));
    const accounts = new Set(answers.flat().map((unit) => unit.account_id));
    expect(accounts.size).toBe(3);
    expect(answers.every((units) => units.length === 3 && units.every((unit) => unit.state === 'paid'))).toBe(true);
    const made = await one<{ n: string }>(
      db.sql,
      `select count(*) as n from public.accounts where opening_key in (select 'order:' || id from public.orders where order_id = 'crowd')`,
    );
    expect(made.n).toBe('3');
  });

  test('names its trader by our own id before its address', async () => {
    const known = await one<{ id: string }>(db.sql, `select id from public.traders where email = 'trader1@mail.test'`);
    const [unit] = await provision(db.sql, { order_id: 'known', trader_ref: known.id, email: 'other@mail.test' });
    expect(await one(db.sql, 'select trader_id from public.orders where id = $1', unit?.id)).toEqual({ trader_id: known.id });
  });
});

describe('an order that does not fit the catalogue is never guessed', () => {
  test.each([
    ['wrong-price', { amount_cents: PRICE - 1 }, 'price-differs'],
    ['wrong-currency', { currency: 'eur' }, 'currency-differs'],
    ['no-product', { product: 'unheard-of' }, 'unknown-product'],
    ['no-address', { email: null }, 'no-buyer'],
    ['uneven', { quantity: 2, amount_cents: PRICE * 2 - 1 }, 'price-differs'],
  ])('%s', async (order_id, order, problem) => {
    const [unit] = await provision(db.sql, { order_id, ...order });
    expect(unit).toMatchObject({ state: 'undeliverable', problem, account_id: null });
    expect(await review(unit?.id ?? '')).toMatchObject([{ rule: problem, state: 'open' }]);
  });

  test('a unit added after the sale asks a person', async () => {
    await provision(db.sql, { order_id: 'grown', quantity: 1 });
    const units = await provision(db.sql, { order_id: 'grown', quantity: 2 });
    expect(units.map((unit) => unit.problem)).toEqual([null, 'order-changed']);
  });

  test('an older state of an order that arrives late adds nothing', async () => {
    await provision(db.sql, { order_id: 'edited', modified_at: '2026-02-01T10:00:05Z' });
    const units = await provision(db.sql, { order_id: 'edited', quantity: 2, modified_at: '2026-02-01T10:00:00Z' });
    expect(units).toHaveLength(1);
  });
});

describe('money that goes back', () => {
  test('closes an account that was not open yet', async () => {
    const [unit] = await provision(db.sql, { order_id: 'early' });
    expect(await giveBack(db.sql, { payment_ref: 'pi_early', external_id: 'ch_early:1' })).toMatchObject({ outcome: 'recorded' });
    expect(await status(unit?.account_id ?? null)).toMatchObject({ status: 'closed', closure_reason: 'refunded' });
    expect(await one(db.sql, 'select state from public.orders where id = $1', unit?.id)).toEqual({ state: 'refunded' });
    expect(await review(unit?.id ?? '')).toMatchObject([{ rule: 'refund', state: 'open' }]);
  });

  test('blocks an open account, and the one it was passed on to', async () => {
    const [unit] = await provision(db.sql, { order_id: 'late' });
    await activate(db.sql, unit?.account_id ?? '', '91002');
    await db.sql.query(
      `select set_config('tideline.actor_kind', 'staff', true), private.move_account(a, 'passed', 'r', now()) from public.accounts a where a.id = $1`,
      [unit?.account_id],
    );
    await db.sql.query(`insert into public.reviews (kind, account_id, state, decided_by) values ('live_activation', $1, 'approved', $2)`, [
      unit?.account_id,
      staffId('admin'),
    ]);
    const next = await one<{ id: string }>(
      db.sql,
      `select private.open_pending_account(jsonb_build_object('trader_id', a.trader_id, 'opened_from_account_id', a.id, 'key', 'next', 'reason', 'passed',
         'phase_id', (select p.id from public.phases p where p.is_live and p.challenge_type_id = a.challenge_type_id)), $2) as id from public.accounts a where a.id = $1`,
      unit?.account_id,
      NOW,
    );
    await activate(db.sql, next.id, '91003');
    const done = await giveBack(db.sql, { payment_ref: 'pi_late', external_id: 'dp_1', kind: 'dispute' });
    expect(done.effect).toEqual(expect.arrayContaining([expect.objectContaining({ account_id: next.id, from: 'live', to: 'blocked' })]));
    expect(await status(next.id)).toMatchObject({ status: 'blocked' });
    expect(await giveBack(db.sql, { payment_ref: 'pi_late', external_id: 'dp_1', kind: 'dispute' })).toEqual({ outcome: 'duplicate' });
  });

  test('known before its order, it keeps the order from opening anything', async () => {
    await giveBack(db.sql, { payment_ref: 'pi_swapped', external_id: 'ch_swapped:1' });
    const [unit] = await provision(db.sql, { order_id: 'swapped' });
    expect(unit).toMatchObject({ state: 'refunded', account_id: null });
  });

  test('still being written down, it keeps an order of the same payment waiting', async () => {
    const client = await db.sql.connect();
    try {
      await client.query('begin');
      await giveBack(client, { payment_ref: 'pi_race', external_id: 'ch_race' });
      const waiting = provision(db.sql, { order_id: 'race' });
      const first = await Promise.race([waiting.then(() => 'sold'), new Promise((done) => setTimeout(() => done('waits'), 300))]);
      expect(first).toBe('waits');
      await client.query('commit');
      expect(await waiting).toMatchObject([{ state: 'refunded', account_id: null }]);
    } finally {
      client.release();
    }
  });

  test('in part stops the account and leaves the sale for a person', async () => {
    const [unit] = await provision(db.sql, { order_id: 'part' });
    await activate(db.sql, unit?.account_id ?? '', '91004');
    await giveBack(db.sql, { payment_ref: 'pi_part', external_id: 'ch_part:100', is_full: false });
    expect(await status(unit?.account_id ?? null)).toMatchObject({ status: 'blocked' });
    expect(await one(db.sql, 'select state from public.orders where id = $1', unit?.id)).toEqual({ state: 'delivered' });
  });
});

test('orders, openings and refunds of the same payments at once end without a deadlock, and alike', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `storm_${index}`);
  const open = async (order_id: string) => {
    for (const unit of await provision(db.sql, { order_id, quantity: 3 })) {
      if (unit.account_id) await activate(db.sql, unit.account_id, `95${unit.account_id.slice(0, 8)}`);
    }
  };
  const back = (order_id: string) => giveBack(db.sql, { payment_ref: `pi_${order_id}`, external_id: `ch_${order_id}` });
  await Promise.all(
    names.flatMap((name) => [open(name), back(name), open(name), back(name), provision(db.sql, { order_id: name, quantity: 3 })]),
  );
  const { rows } = await db.sql.query(
    `select distinct o.state, coalesce(a.status, 'none') as status from public.orders o left join public.accounts a on a.id = o.account_id where o.order_id like 'storm%'`,
  );
  expect(rows.every(({ state, status }) => state === 'refunded' && ['none', 'closed', 'blocked'].includes(status))).toBe(true);
});

describe('what stands', () => {
  test('the edges are the same in the database as in the page that says what may come next', async () => {
    const { rows } = await db.sql.query('select from_state as a, to_state as b from public.order_transitions');
    expect(rows.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(ORDER_TRANSITIONS.map((edge) => edge.join(' ')).sort());
  });

  test('no order leaves its path, changes its terms or is deleted, whoever asks', async () => {
    const [unit] = await provision(db.sql, { order_id: 'guarded' });
    await expect(db.sql.query(`update public.orders set state = 'received' where id = $1`, [unit?.id])).rejects.toThrow(
      /illegal order transition/,
    );
    await expect(db.sql.query(`update public.orders set amount_cents = 1 where id = $1`, [unit?.id])).rejects.toThrow(/immutable/);
    await expect(db.sql.query(`delete from public.orders where id = $1`, [unit?.id])).rejects.toThrow(/never deleted/);
    await expect(db.sql.query(`delete from public.order_returns`)).rejects.toThrow(/never deleted/);
  });

  test('a unit stands once, also for whoever writes past the functions', async () => {
    await provision(db.sql, { order_id: 'only' });
    const again = `insert into public.orders (provider, order_id, line_item, unit, payment_ref, quantity, amount_cents, currency)
      select provider, order_id, line_item, unit, payment_ref, quantity, amount_cents, currency from public.orders where order_id = 'only'`;
    await expect(db.sql.query(again)).rejects.toThrow(/orders_provider_order_id_line_item_unit_key/);
  });

  test('every change of state left an event', async () => {
    const { rows } = await db.sql.query(`select o.id from public.orders o where not exists
      (select from public.events e where e.kind = 'order.' || o.state and e.data ->> 'order' = o.id::text)`);
    expect(rows).toEqual([]);
    expect((await db.sql.query(`select * from public.challenge_types where id = $1`, [CHALLENGE])).rows).toHaveLength(1);
  });

  test('no sale is left in a state it should not be in, and one that is would be found', async () => {
    const found = async () => (await db.sql.query('select invariant, subject from private.check_orders()')).rows;
    expect((await found()).filter(({ invariant }) => !/no longer than a day/.test(invariant))).toEqual([]);
    await db.admin.query(
      `set session_replication_role = replica; update public.orders set state = 'refunded' where order_id = 'plain'; set session_replication_role = origin`,
    );
    const told = expect.objectContaining({ invariant: 'what was given back in full runs no account' }) as object;
    expect(await found()).toContainEqual(told);
    expect((await db.sql.query('select * from private.check_all()')).rows).toContainEqual(told);
  });
});
