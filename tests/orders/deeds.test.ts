// What staff do about orders: delivering again is the same as once, matching answers for the difference, money back stops the accounts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeLines, type ProductChange } from '@/lib/challenges/products';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { as, CHALLENGE, staffId, type StaffRole } from '../db/stage';
import { activate, giveBack, one, PRICE, provision, stageShop } from './shop';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageShop(db.sql);
}, 60_000);
afterAll(() => db?.close());

const call = async (role: StaffRole, name: string, ...values: unknown[]): Promise<string> => {
  const text = `select public.${name}(${values.map((_, index) => `$${index + 1}`).join(', ')}) as done`;
  const [row] = await as<{ done: string }>(db.sql, { user: staffId(role), keep: true }, text, values);
  return row?.done ?? '';
};
const order = (id: string | undefined) =>
  one<{ id: string; state: string; problem: string | null; version: string; account_id: string | null; trader_id: string }>(
    db.sql,
    'select * from public.orders where id = $1',
    id,
  );
const reviews = async (id: string | undefined) =>
  (
    await db.sql.query<{ rule: string; state: string }>(
      `select rule, state from public.reviews where kind = 'order' and subject_id = $1 order by rule`,
      [id],
    )
  ).rows;

describe('deliver again', () => {
  test('of a delivered order makes no second account', async () => {
    const [unit] = await provision(db.sql, { order_id: 'once' });
    await activate(db.sql, unit?.account_id ?? '', '93001');
    const before = await one(db.sql, 'select count(*) from public.accounts');
    expect(await call('support', 'deliver_order', unit?.id, (await order(unit?.id)).version)).toBe('delivered');
    expect(await one(db.sql, 'select count(*) from public.accounts')).toEqual(before);
  });

  test('tries an undeliverable one against the catalogue as it is now', async () => {
    const [unit] = await provision(db.sql, { order_id: 'mended', product: 'price_new' });
    const held = await order(unit?.id);
    expect(await call('support', 'deliver_order', held.id, held.version)).toBe('undeliverable');
    await db.sql.query(`update public.challenge_types set product_id = 'price_new' where id = $1`, [CHALLENGE]);
    expect(await call('support', 'deliver_order', held.id, held.version)).toBe('paid');
    await db.sql.query(`update public.challenge_types set product_id = 'p1' where id = $1`, [CHALLENGE]);
    expect(await order(held.id)).toMatchObject({ state: 'paid', problem: null, account_id: expect.any(String) as string });
    expect(await reviews(held.id)).toEqual([{ rule: 'unknown-product', state: 'approved' }]);
  });

  test('is refused on a version somebody else has moved on from', async () => {
    const [unit] = await provision(db.sql, { order_id: 'moved', product: 'none' });
    await expect(call('support', 'deliver_order', unit?.id, 1)).rejects.toThrow(/stale/);
  });
});

describe('matching by hand', () => {
  test('opens one account for the trader named, however many hands try at once', async () => {
    const [unit] = await provision(db.sql, { order_id: 'by-hand', product: 'none', email: null });
    const { version } = await order(unit?.id);
    await expect(call('support', 'match_order', unit?.id, version, CHALLENGE, null, 'They wrote in.')).rejects.toThrow(/no-buyer/);
    const tries = Array.from({ length: 8 }, () =>
      call('support', 'match_order', unit?.id, version, CHALLENGE, 'new@mail.test', 'They wrote in.'),
    );
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const held = await order(unit?.id);
    expect(held).toMatchObject({ state: 'paid', problem: null });
    expect(await one(db.sql, 'select email from public.traders where id = $1', held.trader_id)).toEqual({ email: 'new@mail.test' });
    expect(await reviews(unit?.id)).toEqual([{ rule: 'unknown-product', state: 'approved' }]);
  });

  test('needs a reason and an order that waits', async () => {
    const [unit] = await provision(db.sql, { order_id: 'whole' });
    const { version } = await order(unit?.id);
    await expect(call('support', 'match_order', unit?.id, version, CHALLENGE, null, ' ')).rejects.toThrow(/reason-missing/);
    await expect(call('support', 'match_order', unit?.id, version, CHALLENGE, null, 'Because.')).rejects.toThrow(/already-decided/);
  });
});

describe('money back, written down by hand', () => {
  test('stops every account of the payment', async () => {
    const units = await provision(db.sql, { order_id: 'pair', quantity: 2 });
    await activate(db.sql, units[0]?.account_id ?? '', '93002');
    expect(await call('finance', 'return_order', units[0]?.id, (await order(units[0]?.id)).version, 'refund', 'Paid back by bank.')).toBe(
      'refunded',
    );
    const { rows } = await db.sql.query(`select status from public.accounts where id = any ($1) order by status`, [
      units.map((unit) => unit.account_id),
    ]);
    expect(rows).toEqual([{ status: 'blocked' }, { status: 'closed' }]);
    expect((await Promise.all(units.map((unit) => order(unit.id)))).map(({ state }) => state)).toEqual(['refunded', 'refunded']);
  });

  test('a dispute that was won lets the sale stand, and leaves the account to risk', async () => {
    const [unit] = await provision(db.sql, { order_id: 'won' });
    await activate(db.sql, unit?.account_id ?? '', '93003');
    await giveBack(db.sql, { payment_ref: 'pi_won', external_id: 'dp_won', kind: 'dispute' });
    expect(await call('finance', 'close_dispute', unit?.id, (await order(unit?.id)).version, 'The bank decided for us.')).toBe('delivered');
    expect(await one(db.sql, 'select status from public.accounts where id = $1', unit?.account_id)).toEqual({ status: 'blocked' });
  });

  test('is for those who move money, and delivering for those who help', async () => {
    const [unit] = await provision(db.sql, { order_id: 'roles' });
    for (const role of ['viewer', 'support', 'risk', 'config', 'auditor'] as const) {
      await expect(call(role, 'return_order', unit?.id, 1, 'refund', 'No.')).rejects.toThrow(/not-allowed/);
    }
    for (const role of ['viewer', 'risk', 'finance', 'config', 'auditor'] as const) {
      await expect(call(role, 'deliver_order', unit?.id, 1)).rejects.toThrow(/not-allowed/);
    }
  });
});

describe('the catalogue', () => {
  const product = {
    title: 'Sprint',
    steps: 1,
    kind: 'goat',
    product_id: 'price_s',
    account_size_cents: 5_000_000,
    currency: 'usd',
    price_cents: PRICE,
    profit_split_bps: 8000,
  };
  const save = (change: Record<string, unknown>, role: StaffRole = 'config') =>
    call(role, 'save_challenge_type', JSON.stringify({ ...product, ...change }));

  test('keeps what was and what is of every save', async () => {
    const id = await save({});
    await save({ id, version: 1, price_cents: 9_900 });
    const { rows } = await db.sql.query(
      `select kind, data -> 'before' as before, data -> 'after' as after from public.events where data ->> 'id' = $1 order by id`,
      [id],
    );
    expect(rows).toMatchObject([
      { kind: 'challenge.created' },
      { kind: 'challenge.changed', before: { price_cents: PRICE }, after: { price_cents: 9_900 } },
    ]);
    const [told] = await as<{ h: ProductChange[] }>(db.sql, { user: staffId('viewer') }, 'select public.catalogue_history($1) as h', [id]);
    expect(told?.h.map((change) => [change.kind, change.by, changeLines(change)])).toEqual([
      ['challenge.changed', 'config', [{ field: 'price cents', before: String(PRICE), after: '9900' }]],
      ['challenge.created', 'config', []],
    ]);
    await expect(save({ id, version: 1, price_cents: 1 })).rejects.toThrow(/stale/);
    await expect(save({})).rejects.toThrow(/challenge_types_product/);
    await expect(save({ product_id: 'other' }, 'support')).rejects.toThrow(/not-allowed/);
  });

  test('never changes terms somebody bought, and archives instead of deleting', async () => {
    await provision(db.sql, { order_id: 'sold' });
    const held = await one<{ version: string }>(db.sql, 'select * from public.challenge_types where id = $1', CHALLENGE);
    const terms = {
      id: CHALLENGE,
      version: held.version,
      title: 'Classic',
      steps: 2,
      kind: 'classic',
      product_id: 'p1',
      account_size_cents: 10_000_000,
    };
    await expect(save({ ...terms, account_size_cents: 20_000_000 })).rejects.toThrow(/terms-fixed/);
    await save({ ...terms, title: 'Classic 100k' });
    const version = (await one<{ version: string }>(db.sql, 'select version from public.challenge_types where id = $1', CHALLENGE)).version;
    expect(await call('config', 'archive_challenge_type', CHALLENGE, version, true, 'Season over.')).toBe(true);
    expect((await provision(db.sql, { order_id: 'too-late' }))[0]).toMatchObject({ problem: 'archived-product' });
    await call('config', 'archive_challenge_type', CHALLENGE, Number.parseInt(version, 10) + 1, false, 'Back again.');
  });

  test('has one live phase, the last, and no order without phases and rules', async () => {
    const id = await save({ product_id: 'price_p', title: 'Phased' });
    expect((await provision(db.sql, { order_id: 'bare', product: 'price_p' }))[0]).toMatchObject({ problem: 'no-phases' });
    const phase = (change: Record<string, unknown>) => call('config', 'save_phase', JSON.stringify({ challenge_type_id: id, ...change }));
    await phase({ position: 1, name: 'Test', is_live: false });
    expect((await provision(db.sql, { order_id: 'unruled', product: 'price_p' }))[0]).toMatchObject({ problem: 'no-rules' });
    await phase({ position: 2, name: 'Funded', is_live: true });
    await expect(phase({ position: 3, name: 'After', is_live: false })).rejects.toThrow(/live-is-last/);
    await expect(phase({ position: 3, name: 'Again', is_live: true })).rejects.toThrow(/live-is-last/);
  });

  test('whose source is switched off is not delivered, nor moved to such a source, until it is on again', async () => {
    const { id: source } = await one<{ id: string }>(
      db.sql,
      `insert into public.connections (slug, kind, platform, server) values ('dark', 'broker', 'mt5', 'Dark') returning id`,
    );
    const held = await one<{ version: string }>(db.sql, 'select version from public.challenge_types where id = $1', CHALLENGE);
    const terms = { id: CHALLENGE, title: 'Classic', steps: 2, kind: 'classic', product_id: 'p1', account_size_cents: 10_000_000 };
    const version = Number.parseInt(held.version, 10);
    const status = (to: string) => call('config', 'set_connection_status', source, to, 'Its contract ended.');
    await status('disabled');
    await expect(save({ ...terms, version, connection_id: source })).rejects.toThrow(/source-off/);
    await status('active');
    await save({ ...terms, version, connection_id: source });
    await status('disabled');
    const [unit] = await provision(db.sql, { order_id: 'in-the-dark' });
    expect(unit).toMatchObject({ state: 'undeliverable', problem: 'source-off', account_id: null });
    expect(await reviews(unit?.id)).toEqual([{ rule: 'source-off', state: 'open' }]);
    // Its other terms can still be changed.
    await save({ ...terms, version: version + 1, title: 'Classic 100k', connection_id: source });
    await status('active');
    expect(await call('support', 'deliver_order', unit?.id, (await order(unit?.id)).version)).toBe('paid');
    await save({ ...terms, version: version + 2 });
  });

  test('counts what was sold, given back and opened', async () => {
    const [row] = await as<{ f: { challenge_type_id: string; sold: number; returned: number; revenue_cents: number; opened: number }[] }>(
      db.sql,
      { user: staffId('viewer') },
      'select public.catalogue_figures() as f',
    );
    const figures = row?.f.find(({ challenge_type_id }) => challenge_type_id === CHALLENGE);
    const sold = await one<{ n: string; r: string }>(
      db.sql,
      `select count(*) filter (where state in ('paid', 'delivered', 'disputed')) as n, count(*) filter (where state = 'refunded') as r from public.orders where challenge_type_id = $1`,
      CHALLENGE,
    );
    expect([figures?.sold, figures?.returned].map(String)).toEqual([sold.n, sold.r]);
    expect(figures?.revenue_cents).toBe((figures?.sold ?? 0) * PRICE);
  });
});
