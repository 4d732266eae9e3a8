// Where an identity check ends: by when each word was said, not when it came; a final no stands until a person says otherwise.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KYC_TRANSITIONS } from '@/lib/reviews/kyc-states';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { as, NOW, stageFirm, staffId, type StaffRole } from '../db/stage';

let db: TestDatabase;
let made = 0;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
}, 60_000);
afterAll(() => db?.close());

interface Word {
  status: string;
  at: number;
  reference?: string;
  needs_person?: boolean;
}

async function trader(): Promise<string> {
  made += 1;
  const { rows } = await db.sql.query<{ id: string }>(`insert into public.traders (email) values ($1) returning id`, [
    `kyc${made}@mail.test`,
  ]);
  return rows[0]?.id ?? '';
}

async function tell(traderRef: string, { status, at, reference = `ref-${traderRef}`, needs_person = false }: Word) {
  const occurred_at = new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();
  const p = {
    provider: 'sumsub',
    external_id: `${reference}:${status}:${at}`,
    trader_ref: traderRef,
    reference,
    status,
    needs_person,
    codes: [],
    occurred_at,
    now: NOW,
  };
  const { rows } = await db.sql.query<{ done: { outcome: string; status: string | null } }>('select public.record_kyc($1::jsonb) as done', [
    JSON.stringify(p),
  ]);
  return rows[0]?.done;
}
const statusOf = async (id: string) =>
  (await db.sql.query<{ kyc_status: string }>('select kyc_status from public.traders where id = $1', [id])).rows[0]?.kyc_status;
const reviews = async (id: string) =>
  (
    await db.sql.query<{ rule: string; state: string; due_at: Date | null }>(
      `select rule, state, due_at from public.reviews where kind = 'kyc' and subject_id = $1 order by rule`,
      [id],
    )
  ).rows;
const decide = (role: StaffRole, p: Record<string, unknown>, keep = true) =>
  as<{ done: string }>(db.sql, { user: staffId(role), keep }, 'select public.set_kyc($1::jsonb) as done', [
    JSON.stringify({ reason: 'Seen the passport.', ...p }),
  ]);

const answer = (id: string, state: string) =>
  db.sql.query(`update public.reviews set state = $2, decided_by = $3 where subject_id = $1 and rule = 'one-trader'`, [
    id,
    state,
    staffId('admin'),
  ]);

function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list];
  return list.flatMap((item, index) => permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [item, ...rest]));
}

describe('any order of arrival ends the same', () => {
  test.each<[string, Word[], string]>([
    [
      'approved',
      [
        { status: 'pending', at: 1 },
        { status: 'approved', at: 2 },
      ],
      'approved',
    ],
    [
      'asked again, sent in again, approved',
      [
        { status: 'retry', at: 1 },
        { status: 'pending', at: 2 },
        { status: 'approved', at: 3 },
      ],
      'approved',
    ],
    [
      'refused for good',
      [
        { status: 'pending', at: 1 },
        { status: 'retry', at: 2 },
        { status: 'rejected', at: 3 },
      ],
      'rejected',
    ],
    [
      'refused for good, whatever machines say later',
      [
        { status: 'rejected', at: 1 },
        { status: 'approved', at: 2 },
      ],
      'rejected',
    ],
    [
      'approved, then reset',
      [
        { status: 'approved', at: 1 },
        { status: 'pending', at: 2 },
      ],
      'pending',
    ],
    [
      'two words of one instant: the graver stands',
      [
        { status: 'pending', at: 1 },
        { status: 'approved', at: 1 },
      ],
      'approved',
    ],
  ])('%s', async (_name, words, end) => {
    for (const order of permutations(words)) {
      const id = await trader();
      for (const word of order) await tell(id, word);
      expect(await statusOf(id), order.map(({ status }) => status).join(', ')).toBe(end);
    }
  });

  test('told twice it is told once', async () => {
    const id = await trader();
    await tell(id, { status: 'approved', at: 1 });
    expect(await tell(id, { status: 'approved', at: 1 })).toEqual({ outcome: 'duplicate', status: 'approved' });
    const { rows } = await db.sql.query(`select kind from public.events where kind like 'kyc.%' and trader_id = $1 order by id`, [id]);
    expect(rows).toEqual([{ kind: 'kyc.pending' }, { kind: 'kyc.approved' }]);
  });
});

describe('a person is asked', () => {
  test('when the provider is not sure, when it refuses, and when nobody is known by that id', async () => {
    const [unsure, refused] = [await trader(), await trader()];
    await tell(unsure, { status: 'pending', at: 1, needs_person: true });
    expect(await reviews(unsure)).toMatchObject([{ rule: 'needs-person', state: 'open', due_at: expect.any(Date) as Date }]);
    await tell(refused, { status: 'rejected', at: 1 });
    expect(await reviews(refused)).toMatchObject([{ rule: 'rejected' }]);
    expect(await tell('user-1', { status: 'approved', at: 1, reference: 'lost' })).toMatchObject({ outcome: 'unknown-trader' });
    expect(await reviews('lost:approved:1')).toMatchObject([{ rule: 'unknown-trader' }]);
  });

  test('one identity under two traders blocks the second until it is decided', async () => {
    const [first, second] = [await trader(), await trader()];
    await tell(first, { status: 'approved', at: 1, reference: 'same' });
    expect(await tell(second, { status: 'approved', at: 2, reference: 'same' })).toMatchObject({ outcome: 'one-trader', status: 'none' });
    expect(await reviews(second)).toMatchObject([{ rule: 'one-trader', state: 'open' }]);
    await expect(decide('risk', { trader_id: second, status: 'approved' })).rejects.toThrow(/one-trader/);
    await answer(second, 'approved');
    expect(await tell(second, { status: 'approved', at: 3, reference: 'same' })).toMatchObject({ outcome: 'applied', status: 'approved' });
    expect(await reviews(second)).toMatchObject([{ rule: 'one-trader', state: 'approved' }]);
  });
});

test('the name and country of somebody approved ask the same; answered against the trader, no machine approves them', async () => {
  const [first, second] = [await trader(), await trader()];
  await db.sql.query(`update public.traders set full_name = 'Ada  Flow', country = 'CZ' where id = any ($1)`, [[first, second]]);
  await tell(first, { status: 'approved', at: 1 });
  expect(await tell(second, { status: 'approved', at: 2 })).toMatchObject({ outcome: 'one-trader' });
  await answer(second, 'rejected');
  expect(await tell(second, { status: 'approved', at: 3 })).toMatchObject({ outcome: 'one-trader', status: 'none' });
  expect(await reviews(second)).toMatchObject([{ rule: 'one-trader', state: 'rejected' }]);
  expect(await decide('admin', { trader_id: second, status: 'approved' })).toEqual([{ done: 'approved' }]);
});

test('approving by hand asks it too, and the question stays', async () => {
  const [first, second] = [await trader(), await trader()];
  await db.sql.query(`update public.traders set full_name = 'Bo Hand', country = 'CZ' where id = any ($1)`, [[first, second]]);
  const approve = (trader_id: string) => decide('support', { trader_id, status: 'approved' });
  expect([...(await approve(first)), ...(await approve(second))]).toEqual([{ done: 'approved' }, { done: 'one-trader' }]);
  expect([await statusOf(second), ...(await reviews(second))]).toMatchObject(['none', { rule: 'one-trader', state: 'open' }]);
  await expect(approve(second)).rejects.toThrow(/one-trader/);
});

describe('deciding the review', () => {
  const decideReview = async (traderId: string, rule: string, decision: string) => {
    const { rows } = await db.sql.query<{ id: string; version: string }>(
      `select id, version from public.reviews where kind = 'kyc' and subject_id = $1 and rule = $2 and state = 'open'`,
      [traderId, rule],
    );
    const who = { user: staffId('risk'), keep: true };
    await as(db.sql, who, `select public.decide_review($1, $2, $3, 'Compared them.')`, [rows[0]?.id, rows[0]?.version, decision]);
  };

  test('that asked whether two are one lets the approval count that waited for it', async () => {
    const [first, second] = [await trader(), await trader()];
    await tell(first, { status: 'approved', at: 1, reference: 'twins' });
    await tell(second, { status: 'approved', at: 2, reference: 'twins' });
    expect(await statusOf(second)).toBe('none');
    await decideReview(second, 'one-trader', 'approved');
    expect(await statusOf(second)).toBe('approved');
  });

  test('that the provider left open accepts or refuses the trader', async () => {
    const [accepted, refused] = [await trader(), await trader()];
    for (const id of [accepted, refused]) await tell(id, { status: 'pending', at: 1, needs_person: true });
    await decideReview(accepted, 'needs-person', 'approved');
    await decideReview(refused, 'needs-person', 'rejected');
    expect([await statusOf(accepted), await statusOf(refused)]).toEqual(['approved', 'rejected']);
  });
});

describe('deciding by hand', () => {
  test('takes a reason, a role that may, and the status one saw', async () => {
    const id = await trader();
    for (const role of ['viewer', 'finance', 'config', 'auditor'] as const) {
      await expect(decide(role, { trader_id: id, status: 'approved' })).rejects.toThrow(/not-allowed/);
    }
    await expect(decide('support', { trader_id: id, status: 'approved', reason: ' ' })).rejects.toThrow(/reason-missing/);
    await expect(decide('support', { trader_id: id, status: 'approved', seen: 'pending' })).rejects.toThrow(/stale/);
    expect(await decide('support', { trader_id: id, status: 'approved', seen: 'none' })).toEqual([{ done: 'approved' }]);
    await expect(decide('risk', { trader_id: id, status: 'approved' })).rejects.toThrow(/already-decided/);
  });

  test('outlasts what a provider said before it, and settles what waited', async () => {
    const id = await trader();
    await tell(id, { status: 'rejected', at: 1 });
    await decide('risk', { trader_id: id, status: 'approved' });
    expect(await reviews(id)).toMatchObject([{ rule: 'rejected', state: 'approved' }]);
    expect(await tell(id, { status: 'rejected', at: 0 })).toMatchObject({ outcome: 'stale', status: 'approved' });
  });
});

describe('the edges', () => {
  test('are the same in the database as in the page that says what may come next', async () => {
    const { rows } = await db.sql.query('select from_status as "from", to_status as "to", actor_kind as "by" from public.kyc_transitions');
    const name = (edge: { from: string; to: string; by: string }) => `${edge.from} ${edge.to} ${edge.by}`;
    expect(rows.map(name).sort()).toEqual(KYC_TRANSITIONS.map(name).sort());
  });

  test('are the only way, even from SQL', async () => {
    const id = await trader();
    await expect(db.sql.query(`update public.traders set kyc_status = 'approved' where id = $1`, [id])).rejects.toThrow(
      /illegal identity check/,
    );
    await tell(id, { status: 'approved', at: 1 });
    await expect(db.sql.query(`delete from public.kyc_reports where trader_id = $1`, [id])).rejects.toThrow(/append-only/);
  });
});
