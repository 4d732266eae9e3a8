// Every pair of statuses, by every hand: only the listed edges exist, also for the owner of the database and the service key.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STATUSES, transition, type AccountStatus, type ActorKind } from '@/lib/accounts/lifecycle';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { as, openAccount, ROLES, SECOND_RISK, staffId, stageFirm } from './stage';

let db: TestDatabase;
const accounts = { evaluation: '', live: '' };
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  accounts.evaluation = await openAccount(db.sql, '1');
  accounts.live = await openAccount(db.sql, '2', { phase: 2 });
});
afterAll(() => db.close());

/** Puts an account into a status as only the superuser can, with every guard asleep. */
async function place(id: string, status: AccountStatus, blockedFrom: string | null): Promise<void> {
  const client = await db.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query('update public.accounts set status = $2, blocked_from = $3 where id = $1', [
      id,
      status,
      status === 'blocked' ? blockedFrom : null,
    ]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function attempt(id: string, to: AccountStatus, by: ActorKind): Promise<string> {
  const client = await db.sql.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('tideline.actor_kind', $1, true)`, [by]);
    await client.query('update public.accounts set status = $2 where id = $1', [id, to]);
    return 'moved';
  } catch (trouble) {
    return String(trouble);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe.each([
  {
    account: 'evaluation' as const,
    home: 'active' as const,
    refused: ['pending live', 'blocked live', 'closed live', 'active passed system'],
  },
  { account: 'live' as const, home: 'live' as const, refused: ['pending active', 'blocked active', 'active passed system'] },
])('an account of an $account phase', ({ account, home, refused }) => {
  test.each(['system', 'staff'] as const)('takes only the listed edges by %s', async (by) => {
    for (const from of STATUSES) {
      await place(accounts[account], from, home);
      for (const to of STATUSES) {
        if (from === to) continue;
        const edge = transition(from, to, by);
        const isRefused = !edge || edge.needsSecondPerson || refused.includes(`${from} ${to}`) || refused.includes(`${from} ${to} ${by}`);
        const outcome = await attempt(accounts[account], to, by);
        expect(`${from} -> ${to} by ${by}: ${outcome === 'moved'}`, outcome).toBe(`${from} -> ${to} by ${by}: ${!isRefused}`);
      }
    }
    await place(accounts[account], home, null);
  });
});

describe('an edge that needs a second person', () => {
  const move = (user: string, text: string, values: unknown[]) => as<{ answer: string }>(db.sql, { user, keep: true }, text, values);
  const request = async () => {
    await place(accounts.evaluation, 'failed', null);
    const { rows } = await db.sql.query('select version from public.accounts where id = $1', [accounts.evaluation]);
    const [asked] = await move(staffId('risk'), `select public.transition_account($1, $2, 'active', 'the price was wrong') as answer`, [
      accounts.evaluation,
      rows[0].version,
    ]);
    expect(asked?.answer).toBe('requested');
    const found = await db.sql.query(`select id from public.account_decisions where account_id = $1 and state = 'open'`, [
      accounts.evaluation,
    ]);
    return found.rows[0].id as string;
  };

  test('is not decided by who asked, and is by somebody else', async () => {
    const decision = await request();
    const decide = `select public.decide_transition($1, 'approved', 'checked the feed') as answer`;
    await expect(move(staffId('risk'), decide, [decision])).rejects.toThrow('needs-another-person');
    await expect(
      db.sql.query(`update public.account_decisions set state = 'approved', decided_by = requested_by, decided_at = now() where id = $1`, [
        decision,
      ]),
    ).rejects.toThrow('the_decider_is_not_the_requester');
    await move(SECOND_RISK, decide, [decision]);
    const { rows } = await db.sql.query('select status, closed_at from public.accounts where id = $1', [accounts.evaluation]);
    expect(rows[0]).toEqual({ status: 'active', closed_at: null });
  });
  test('spends its approval: one signature, one change', async () => {
    await place(accounts.evaluation, 'failed', null);
    expect(await attempt(accounts.evaluation, 'active', 'staff')).toContain('needs a second person');
  });
  test('needs a reason', async () => {
    await expect(
      move(staffId('risk'), `select public.transition_account($1, 1, 'active', '  ') as answer`, [accounts.evaluation]),
    ).rejects.toThrow('reason-missing');
  });
});

test('an account is never deleted, its terms never change', async () => {
  await expect(db.sql.query('delete from public.accounts where id = $1', [accounts.live])).rejects.toThrow('never deleted');
  await expect(db.sql.query('update public.accounts set initial_balance_cents = 1 where id = $1', [accounts.live])).rejects.toThrow(
    'immutable',
  );
});

describe('by each role', () => {
  const KEYS = [
    ...ROLES.map((role) => ({ name: role as string, who: { user: staffId(role) } })),
    { name: 'the service key', who: { user: null, role: 'service_role' as const } },
  ];
  test.each(KEYS)('$name changes no status by an update of its own', async ({ who }) => {
    for (const to of STATUSES) {
      await expect(as(db.sql, who, 'update public.accounts set status = $2 where id = $1', [accounts.evaluation, to])).rejects.toThrow(
        'permission denied',
      );
    }
    await expect(
      as(db.sql, who, `insert into public.account_transitions (from_status, to_status, actor_kind) values ('passed', 'live', 'staff')`),
    ).rejects.toThrow('permission denied');
  });

  test.each(ROLES)('%s takes the deeds its role has, along the edges there are', async (role) => {
    const may = role === 'risk' || role === 'admin';
    for (const from of STATUSES) {
      await place(accounts.evaluation, from, 'active');
      const { rows } = await db.sql.query('select version from public.accounts where id = $1', [accounts.evaluation]);
      for (const to of STATUSES) {
        const isEdge = transition(from, to, 'staff') !== null && to !== 'live';
        const asked = as(db.sql, { user: staffId(role) }, 'select public.transition_account($1, $2, $3, $4)', [
          accounts.evaluation,
          rows[0].version,
          to,
          'Tested.',
        ]);
        const answer = await asked.then(
          () => 'done',
          (trouble: Error) => trouble.message,
        );
        const expected = !may ? 'not-allowed' : isEdge ? 'done' : 'illegal-transition';
        expect(`${from} -> ${to}: ${answer}`).toBe(`${from} -> ${to}: ${expected}`);
      }
    }
    await place(accounts.evaluation, 'active', null);
  });
});
