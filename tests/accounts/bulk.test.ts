// One deed on many accounts: what is said before is what happens, nothing happens to a set that changed, and asking twice is asking once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeedGroup, Weighed } from '@/lib/accounts/bulk';
import { as, openAccount, SECOND_RISK, staffId, stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;
const RISK = staffId('risk');
const rows = async <T extends object>(text: string, values: unknown[] = []) => (await db.sql.query<T>(text, values)).rows;
const call = async <T>(text: string, values: unknown[], user = RISK): Promise<T> =>
  (await as<{ answer: T }>(db.sql, { user, keep: true }, `select ${text} as answer`, values))[0]?.answer as T;
const weigh = (deed: string, ids: string[], user = RISK) => call<Weighed>('public.weigh_accounts($1, $2)', [deed, ids], user);
type Begun = { outcome: string; matching: number };
const begin = (p: object, user = RISK) =>
  call<Begun>('public.begin_bulk_deed($1::jsonb)', [JSON.stringify({ address: '/accounts', ...p })], user);
const carry = (id: string, limit = 50, user = RISK) => call<{ left: number }>('public.carry_bulk_deed($1, $2)', [id, limit], user);
const result = (id: string) => call<DeedGroup[]>('public.bulk_deed_result($1)', [id]);
const move = async (id: string, status: string, user = RISK) => {
  const [account] = await rows<{ version: string }>('select version from public.accounts where id = $1', [id]);
  return call('public.transition_account($1, $2, $3, $4)', [id, account?.version, status, 'By hand.'], user);
};
const statuses = async (ids: string[]) =>
  (await rows<{ status: string }>('select status from public.accounts where id = any($1) order by login', [ids])).map(
    ({ status }) => status,
  );

let next = 900;
const open = async (count: number, options = {}) => {
  const ids: string[] = [];
  for (let one = 0; one < count; one += 1) ids.push(await openAccount(db.sql, String((next += 1)), options));
  return ids;
};
/** Weighs and does it all, as the office does. */
async function perform(deed: string, ids: string[], more: object = {}): Promise<{ id: string; seen: Weighed }> {
  const id = randomUUID();
  const seen = await weigh(deed, ids);
  await begin({ id, deed, reason: 'Many at once.', ids, matching: seen.matching, digest: seen.digest, ...more });
  while ((await carry(id, 2)).left > 0);
  return { id, seen };
}

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

describe('the dry run', () => {
  test('says of every status what the deed itself then does', async () => {
    const [active, live, failed, closed, blocked] = [
      await open(1),
      await open(1, { phase: 2 }),
      await open(1),
      await open(1),
      await open(1),
    ].flat() as string[];
    await move(failed ?? '', 'failed');
    await move(closed ?? '', 'closed');
    await move(blocked ?? '', 'blocked');
    const all = [active, live, failed, closed, blocked] as string[];
    for (const deed of ['resync', 'unblock', 'block']) {
      const { id, seen } = await perform(deed, all);
      const promised = seen.groups.map(({ code, count }) => [code ?? 'done', count]);
      const kept = (await result(id)).map(({ code, count }) => [code, count]);
      expect(new Map(kept as [string, number][])).toEqual(new Map(promised as [string, number][]));
    }
    // What was blocked was unblocked by the second deed and blocked by the third, like the two beside it.
    expect(await statuses(all)).toEqual(['blocked', 'blocked', 'failed', 'closed', 'blocked']);
  });

  test('changes nothing', async () => {
    const ids = await open(2);
    const before = await rows('select id, version, status from public.accounts where id = any($1) order by id', [ids]);
    expect(await weigh('block', ids)).toMatchObject({ matching: 2, can: 2 });
    expect(await rows('select id, version, status from public.accounts where id = any($1) order by id', [ids])).toEqual(before);
  });

  test('knows that a ban holds', async () => {
    const ids = await open(2, { trader: 2 });
    await call(`public.set_trader((select trader_id from public.accounts where id = $1), 'banned', 'Fraud.')`, [ids[0]]);
    const { id, seen } = await perform('unblock', ids);
    expect(seen.groups).toMatchObject([{ code: 'trader-banned', count: 2 }]);
    expect(await result(id)).toMatchObject([{ code: 'trader-banned', count: 2 }]);
    await call(`public.set_trader((select trader_id from public.accounts where id = $1), 'active', 'Cleared.')`, [ids[0]]);
  });
});

describe('the deed', () => {
  test('does nothing to a set that is not the one that was seen', async () => {
    const ids = await open(3);
    const seen = await weigh('block', ids.slice(0, 2));
    const asked = { deed: 'block', reason: 'Drifted.', matching: seen.matching, digest: seen.digest };
    expect(await begin({ ...asked, id: randomUUID(), ids })).toMatchObject({ outcome: 'drift', matching: 3 });
    await move(ids[0] ?? '', 'failed');
    expect(await begin({ ...asked, id: randomUUID(), ids: ids.slice(0, 2) })).toMatchObject({ outcome: 'drift', matching: 2 });
    expect(await statuses(ids)).toEqual(['failed', 'active', 'active']);
  });

  test('under the same id goes on where it stopped, and is somebody else’s to nobody', async () => {
    const ids = await open(5);
    const id = randomUUID();
    const seen = await weigh('block', ids);
    const asked = { id, deed: 'block', reason: 'Once.', ids, matching: seen.matching, digest: seen.digest };
    expect(await begin(asked)).toMatchObject({ outcome: 'begun' });
    expect(await carry(id, 2)).toEqual({ left: 3 });
    expect(await begin(asked)).toMatchObject({ outcome: 'known' });
    await expect(begin({ ...asked, deed: 'resync' })).rejects.toThrow('key-reused');
    await expect(begin(asked, SECOND_RISK)).rejects.toThrow('key-reused');
    await expect(carry(id, 50, SECOND_RISK)).rejects.toThrow('not-allowed');
    await Promise.all([carry(id, 2), carry(id, 2)]);
    expect(await carry(id)).toEqual({ left: 0 });
    const told = await rows<{ reason: string }>(
      `select reason from public.events where kind = 'account.blocked' and account_id = any($1)`,
      [ids],
    );
    expect(told.map(({ reason }) => reason)).toEqual(Array.from({ length: 5 }, () => 'Once.'));
    const letters = await rows(`select 1 from public.mail_deliveries where message = 'account-blocked' and account_id = any($1)`, [ids]);
    expect(letters).toHaveLength(5);
  });

  test('takes a reason, a deed it knows, some account, at most two thousand, and only risk and admin', async () => {
    const ids = await open(1);
    const seen = await weigh('block', ids);
    const asked = { id: randomUUID(), deed: 'block', reason: 'x', ids, matching: 1, digest: seen.digest };
    await expect(begin({ ...asked, reason: ' ' })).rejects.toThrow('reason-missing');
    await expect(begin({ ...asked, deed: 'close' })).rejects.toThrow('invalid');
    const none = await weigh('block', []);
    await expect(begin({ ...asked, ids: [], matching: 0, digest: none.digest })).rejects.toThrow('nothing-chosen');
    await expect(
      weigh(
        'block',
        Array.from({ length: 2001 }, () => randomUUID()),
      ),
    ).rejects.toThrow('too-many');
    await expect(weigh('block', ids, staffId('support'))).rejects.toThrow('not-allowed');
    await expect(begin(asked, staffId('auditor'))).rejects.toThrow('not-allowed');
  });

  test('of one account that is held does not hold up the others', async () => {
    const ids = await open(3);
    const id = randomUUID();
    const seen = await weigh('block', ids);
    await begin({ id, deed: 'block', reason: 'Held.', ids, matching: seen.matching, digest: seen.digest });
    const held = await db.sql.connect();
    try {
      await held.query('begin');
      await held.query('select 1 from public.accounts where id = $1 for update', [ids[1]]);
      expect(await carry(id)).toEqual({ left: 0 });
    } finally {
      await held.query('rollback');
      held.release();
    }
    expect(await result(id)).toMatchObject([
      { code: 'done', count: 2 },
      { code: 'busy', count: 1 },
    ]);
  });
});

test('an undoing lifts what was blocked by it, but nothing that was decided on since', async () => {
  const ids = await open(4);
  await move(ids[3] ?? '', 'failed');
  const { id } = await perform('block', ids);
  await move(ids[0] ?? '', 'active', SECOND_RISK);
  await move(ids[0] ?? '', 'blocked', SECOND_RISK);
  const undoing = randomUUID();
  expect(await begin({ id: undoing, deed: 'unblock', reason: 'Undone.', undoes: id })).toMatchObject({ outcome: 'begun', matching: 3 });
  await carry(undoing);
  expect(await statuses(ids)).toEqual(['blocked', 'active', 'active', 'failed']);
  expect(await result(undoing)).toMatchObject([
    { code: 'done', count: 2 },
    { code: 'changed-since', count: 1 },
  ]);
  await expect(begin({ id: randomUUID(), deed: 'unblock', reason: 'Undone.', undoes: undoing })).rejects.toThrow('not-found');
});

describe('many verdicts', () => {
  const verdict = async (account: string, state: string): Promise<string> => {
    const [made] = await rows<{ id: string }>(
      `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
       select a.id, 'lot-size', 'breach', 'flag', 'warning', $2, 'count', now(), now(), a.rule_set_id from public.accounts a where a.id = $1 returning id`,
      [account, state],
    );
    return made?.id ?? '';
  };
  const states = async (ids: string[]) =>
    (
      await rows<{ state: string }>('select state from public.risk_violations where id = any($1) order by array_position($1, id)', [ids])
    ).map(({ state }) => state);

  test('are weighed, refused when they changed, decided with one reason, and told one by one', async () => {
    const [account = ''] = await open(1);
    const ids = [await verdict(account, 'provisional'), await verdict(account, 'provisional'), await verdict(account, 'confirmed')];
    const seen = await weigh('confirm', ids);
    expect(seen).toMatchObject({ matching: 3, can: 2 });
    expect(seen.groups).toMatchObject([
      { code: null, count: 2 },
      { code: 'is-confirmed', count: 1 },
    ]);
    await call(`public.decide_violation($1, 'withdrawn', 'By hand.')`, [ids[0]]);
    const asked = { deed: 'confirm', reason: 'Figures checked.', ids, matching: 3, digest: seen.digest };
    expect(await begin({ ...asked, id: randomUUID() })).toMatchObject({ outcome: 'drift' });
    expect(await states(ids)).toEqual(['withdrawn', 'provisional', 'confirmed']);
    const { id } = await perform('confirm', ids);
    expect(await states(ids)).toEqual(['withdrawn', 'confirmed', 'confirmed']);
    expect(await result(id)).toMatchObject([
      { code: 'done', count: 1 },
      { code: 'is-confirmed', count: 1 },
      { code: 'is-withdrawn', count: 1 },
    ]);
    const told = await rows(`select reason from public.events where kind = 'rule.violation-confirmed' and account_id = $1`, [account]);
    expect(told).toEqual([{ reason: 'Many at once.' }]);
    expect(await weigh('confirm', ids, SECOND_RISK)).toMatchObject({ can: 0 });
    await expect(weigh('withdraw', ids, staffId('support'))).rejects.toThrow('not-allowed');
  });

  test('that were confirmed are never taken back together, and what one contested another decides', async () => {
    const [account = ''] = await open(1);
    const ids = [await verdict(account, 'provisional'), await verdict(account, 'confirmed')];
    // Asking to take back what was confirmed makes it contested: a review that is another person's.
    await call(`public.decide_violation($1, 'withdrawn', 'Doubts.')`, [ids[1]]);
    expect((await weigh('withdraw', ids)).groups).toMatchObject([
      { code: null, count: 1 },
      { code: 'needs-another-person', count: 1 },
    ]);
    await perform('withdraw', ids);
    expect(await states(ids)).toEqual(['withdrawn', 'contested']);
    expect(await weigh('withdraw', ids, SECOND_RISK)).toMatchObject({ can: 1 });
  });
});
