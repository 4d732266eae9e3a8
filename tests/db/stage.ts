// A small firm for the database tests: one challenge with a phase and a live phase, two connections, staff of every role, two traders.
import type { Pool, PoolClient, QueryResultRow } from 'pg';

export const ROLES = ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor'] as const;
export type StaffRole = (typeof ROLES)[number];
const id = (tail: string): string => `00000000-0000-4000-8000-${tail.padStart(12, '0')}`;
export const CHALLENGE = id('c1');
export const PHASE = id('a1');
export const LIVE_PHASE = id('a2');
export const FAST = id('d0');
export const SLOW = id('d1');
export const staffId = (role: StaffRole): string => id(`b${ROLES.indexOf(role)}`);
export const SECOND_RISK = id('b9');
export const traderUser = (index: number): string => id(`e${index}`);
export const NOW = '2026-02-01T10:00:00.000Z';

export const ruleDocument = (version: number): string =>
  JSON.stringify({
    format: 'rule-set/1',
    code: 'house',
    version,
    currency: 'USD',
    initial_balance: '100000.00',
    minor_digits: 2,
    rules: { 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' }, consequence: 'fail' }], consistency: [{ threshold: '0.30' }] },
  });

export async function stageFirm(sql: Pool): Promise<void> {
  await sql.query(
    `insert into public.connections (id, slug, kind, platform, server, confirm_grace_seconds, signing_secrets)
     values ($1, 'fast', 'neutral', 'mt5', 'Demo', 0, '["sealed"]'), ($2, 'slow', 'broker', 'mt5', 'Demo', 900, '[]')`,
    [FAST, SLOW],
  );
  await sql.query(
    `insert into public.challenge_types (id, title, steps, kind, product_id, account_size_cents) values ($1, 'Classic', 2, 'classic', 'p1', 10000000)`,
    [CHALLENGE],
  );
  await sql.query(
    `insert into public.phases (id, challenge_type_id, position, name, is_live) values ($2, $1, 1, 'Phase 1', false), ($3, $1, 2, 'Live', true)`,
    [CHALLENGE, PHASE, LIVE_PHASE],
  );
  await sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     select p.id, 'house', 1, 10000000, $1::jsonb, 'published', '2026-01-01', '2026-01-01' from public.phases p`,
    [ruleDocument(1)],
  );
  for (const role of ROLES) {
    await sql.query(`insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)`, [
      staffId(role),
      `${role}@firm.test`,
      role,
      role,
    ]);
  }
  await sql.query(`insert into public.staff (id, email, role) values ($1, 'second@firm.test', 'risk')`, [SECOND_RISK]);
  for (const index of [1, 2]) {
    await sql.query(`insert into public.traders (auth_user_id, email, full_name) values ($1, $2, $3)`, [
      traderUser(index),
      `trader${index}@mail.test`,
      `Trader ${index}`,
    ]);
  }
}

export async function openAccount(
  sql: Pool | PoolClient,
  login: string,
  options: { connection?: string; trader?: number; phase?: number } = {},
): Promise<string> {
  const p = {
    connection_id: options.connection ?? FAST,
    platform: 'mt5',
    server: 'Demo',
    login,
    email: `trader${options.trader ?? 1}@mail.test`,
    full_name: 'Trader',
    challenge_type_id: CHALLENGE,
    phase_position: options.phase ?? 1,
    now: '2026-02-01T00:00:00.000Z',
  };
  const { rows } = await sql.query(`select public.open_account($1::jsonb) ->> 'account_id' as id`, [JSON.stringify(p)]);
  return rows[0].id;
}

/** Runs one statement as a signed-in person (or a stranger), the way the API does, and rolls it back unless told to keep it. */
export async function as<Row extends QueryResultRow>(
  sql: Pool,
  who: { user: string | null; role?: 'authenticated' | 'anon' | 'service_role'; keep?: boolean },
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client: PoolClient = await sql.connect();
  const role = who.role ?? 'authenticated';
  try {
    // In one trip, since a suite does this thousands of times.
    const claims = JSON.stringify(who.user === null ? { role } : { sub: who.user, role });
    await client.query(
      `begin; select set_config('request.jwt.claims', ${client.escapeLiteral(claims)}, true), set_config('role', ${client.escapeLiteral(role)}, true)`,
    );
    const { rows } = await client.query<Row>(text, values);
    await client.query(who.keep ? 'commit' : 'rollback');
    return rows;
  } catch (trouble) {
    await client.query('rollback');
    throw trouble;
  } finally {
    client.release();
  }
}
