// What must never leave, looked for in everything each caller can read: secrets, hashes, other people's rows, addresses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, emailOf, PEOPLE, type Caller } from './callers';
import { openFirm, RAW_BODY, SEALED, type Firm } from './firm';
import { RELATIONS } from './relations';

let firm: Firm;
/** All that a caller can read, as one text. */
const readable = new Map<Caller, string>();

async function readAll(caller: Caller, columns: Map<string, string[]>): Promise<string> {
  const { client } = firm.callers[caller];
  const texts = await Promise.all(
    Object.entries(RELATIONS).map(async ([name, { hidden = [] }]) => {
      const visible = (columns.get(name) ?? []).filter((column) => !hidden.includes(column));
      return JSON.stringify((await client.from(name).select(visible.join(','))).data ?? '');
    }),
  );
  const functions = await Promise.all([
    client.rpc('dashboard_part', { p_part: 'feeds' }),
    client.rpc('health'),
    client.rpc('verify_events'),
  ]);
  return [...texts, ...functions.map(({ data }) => JSON.stringify(data ?? ''))].join('\n');
}

const FROM = '198.51.100.77';
const BUYER = 'buyer-at-the-shop@access.test';

/** A deed with where it came from, and what a shop and the mail provider wrote, said twice with other words. */
async function leaveTraces({ stack, accounts }: Firm): Promise<void> {
  const admin = await stack.admin.connect();
  await admin.query(`begin; set local session_replication_role = 'replica'`);
  await admin.query('update public.events set address = $1 where account_id = any ($2::uuid[])', [FROM, Object.values(accounts)]);
  for (const kind of ['checkout', 'mail'])
    await admin.query(
      `with c as (insert into public.connections (slug, kind, platform, server, signing_secrets) values ($1, $1, 'other', $1, '[]') returning id),
         i as (insert into public.inbox (connection_id, webhook_id, body, body_sha256, auth, received_at) select id, 'w', $2, 'a', 'signature', now() from c returning id)
       insert into public.inbox_conflicts (inbox_id, body, body_sha256, received_at) select id, $2, 'b', now() from i`,
      [kind, BUYER],
    );
  await admin.query('commit');
  admin.release();
}

beforeAll(async () => {
  firm = await openFirm();
  await leaveTraces(firm);
  const { rows } = await firm.stack.sql.query<{ relation: string; columns: string[] }>(
    `select table_name as relation, array_agg(column_name::text) as columns from information_schema.columns where table_schema = 'public' group by 1`,
  );
  const columns = new Map(rows.map((row) => [row.relation, row.columns]));
  for (const caller of CALLERS) readable.set(caller, await readAll(caller, columns));
});
afterAll(() => firm.stack.close());

const WITHOUT_SERVICE = CALLERS.filter((caller) => caller !== 'service');
/** Which of these words stand anywhere in what a caller reads. */
const leaks = (caller: Caller, words: string[]): string[] => words.filter((word) => readable.get(caller)?.includes(word));

describe('nobody with a token reads', () => {
  test.each(WITHOUT_SERVICE)('a sealed secret, a token hash or a password hash, as %s', async (caller) => {
    const { rows } = await firm.stack.admin.query<{ hash: string }>('select encrypted_password as hash from auth.users');
    expect(rows.length).toBeGreaterThanOrEqual(PEOPLE.length);
    expect(leaks(caller, [SEALED, ...rows.map((row) => row.hash)])).toEqual([]);
  });

  test.each(['auth', 'private', 'graphile_worker', 'supabase_migrations', 'pg_catalog'])('the schema %s', async (schema) => {
    const names = ['users', 'sessions', 'rate_windows', 'ingest_counters', 'jobs', '_private_jobs', 'schema_migrations', 'pg_authid'];
    for (const caller of CALLERS) {
      const { accessToken } = firm.callers[caller];
      const { publishable_key: open, secret_key: secret } = firm.stack.keys;
      const apikey = caller === 'service' ? secret : open;
      const headers = { apikey, authorization: `Bearer ${accessToken || apikey}`, 'accept-profile': schema, 'content-profile': schema };
      const got = await Promise.all([
        ...names.map((name) => fetch(`${firm.stack.apiUrl}/rest/v1/${name}`, { headers })),
        ...names.map((name) => fetch(`${firm.stack.apiUrl}/rest/v1/${schema}.${name}`, { headers })),
        fetch(`${firm.stack.apiUrl}/rest/v1/rpc/add_job`, { method: 'POST', headers, body: '{"name":"x"}' }),
        fetch(`${firm.stack.apiUrl}/rest/v1/rpc/apply_grants`, { method: 'POST', headers, body: '{}' }),
      ]);
      expect({ caller, let_in: got.filter((answer) => answer.status < 400).map((answer) => answer.url) }).toEqual({ caller, let_in: [] });
    }
  });

  test.each(WITHOUT_SERVICE)('a hidden column by way of a neighbour, as %s', async (caller) => {
    const { client } = firm.callers[caller];
    const answers = await Promise.all([
      client.from('accounts').select('id, traders(email)'),
      client.from('accounts').select('id, connections(signing_secrets)'),
      client.from('inbox').select('id, connections(credentials)'),
      client.from('staff').select('id, staff_invites(token_hash)'),
      client.from('accounts').select('id, mail_deliveries(to_email)'),
    ]);
    expect(answers.map(({ data, error }) => error !== null || data.length === 0)).toEqual([true, true, true, true, true]);
  });

  test('the people of the auth server, through its own doors', async () => {
    const { apiUrl, keys } = firm.stack;
    const tokens = ['', firm.callers.trader.accessToken, firm.callers.admin.accessToken];
    for (const token of tokens) {
      const headers = { apikey: keys.publishable_key, ...(token ? { authorization: `Bearer ${token}` } : {}) };
      for (const path of ['admin/users', 'admin/audit', `admin/users/${firm.callers.stranger.userId}`, 'users']) {
        const answer = await fetch(`${apiUrl}/auth/v1/${path}`, { headers });
        expect({ path, refused: answer.status >= 400 }).toEqual({ path, refused: true });
      }
    }
  });
});

test('from where a deed came is told to those who see addresses, and what buyers wrote to those who read raw messages of shops', () => {
  const reads = (word: string) => CALLERS.filter((caller) => leaks(caller, [word]).length > 0);
  expect(reads(FROM)).toEqual(CALLERS.filter((caller) => ['risk', 'admin', 'auditor', 'service'].includes(caller)));
  expect(reads(BUYER)).toEqual(CALLERS.filter((caller) => ['support', 'risk', 'admin', 'auditor', 'service'].includes(caller)));
});

describe('a trader', () => {
  test.each([
    ['trader', 'stranger'],
    ['stranger', 'trader'],
  ] as const)('%s finds nothing of the %s in anything they can read', (one, other) => {
    const { traderId, userId, email } = firm.callers[other];
    const traces = [traderId ?? '', userId ?? '', email, firm.accounts[other], `${other}-1`, `${other}-2`, `Trader ${other}`];
    expect(traces.filter((word) => !readable.get('service')?.includes(word))).toEqual([]);
    expect(leaks(one, traces)).toEqual([]);
    // Their own are there, so the search is not looking in an empty room.
    expect(leaks(one, [firm.accounts[one], `${one}-1`, firm.callers[one].email])).toHaveLength(3);
  });

  test('reads no raw message, no note of staff and no name or address of theirs', () => {
    const names = PEOPLE.filter((person) => !person.includes('trader') && person !== 'stranger' && person !== 'nobody');
    const words = [RAW_BODY, 'Called the trader.', ...names.flatMap((person) => [emailOf(person), `Staff ${person}`])];
    expect(words.filter((word) => !readable.get('service')?.includes(word))).toEqual([]);
    expect(leaks('trader', words)).toEqual([]);
    expect(leaks('stranger', words)).toEqual([]);
  });

  test('is told that an id of somebody else does not exist, and counts only their own', async () => {
    const { client } = firm.callers.trader;
    const byId = await Promise.all([
      client.from('accounts_list').select('id').eq('id', firm.accounts.stranger).maybeSingle(),
      client.from('violations_list').select('id').eq('account_id', firm.accounts.stranger).limit(1).maybeSingle(),
      client.from('traders_list').select('id').eq('id', firm.callers.stranger.traderId).maybeSingle(),
    ]);
    expect(byId.map(({ data, error }) => ({ data, error }))).toEqual(Array(3).fill({ data: null, error: null }));
    expect((await client.from('accounts').select('id', { count: 'exact', head: true })).count).toBe(2);
    expect((await client.from('traders').select('id', { count: 'exact', head: true })).count).toBe(1);
  });

  test('sees the new status of their account, and neither who set it nor the words staff wrote for each other', async () => {
    const { error } = await firm.callers.risk.client.rpc('transition_account', {
      p_id: firm.accounts.trader,
      p_version: 3,
      p_status: 'blocked',
      p_reason: 'Looked odd.',
    });
    expect(error).toBeNull();
    const own = await firm.callers.trader.client.from('accounts_list').select('status').eq('id', firm.accounts.trader);
    expect(own.data).toEqual([{ status: 'blocked' }]);
    for (const relation of ['timeline', 'events'] as const) {
      const { data } = await firm.callers.trader.client.from(relation).select('kind').eq('kind', 'account.blocked');
      expect(data).toEqual([]);
    }
    const staff = await firm.callers.viewer.client.from('timeline').select('actor_name').eq('kind', 'account.blocked');
    expect(staff.data).toEqual([{ actor_name: 'Staff risk' }]);
  });
});

describe('the address of a trader', () => {
  const addresses = ['trader', 'stranger', 'disabled-trader'] as const;

  test.each(['viewer', 'config'] as const)('is nowhere in what %s reads, and cannot be found by searching for it', async (role) => {
    expect(leaks(role, addresses.map(emailOf))).toEqual([]);
    const { client } = firm.callers[role];
    const found = await Promise.all([
      client.from('accounts_list').select('id').eq('trader_email', emailOf('trader')),
      client.from('accounts_list').select('id').ilike('trader_email', 'trader@%'),
      client.from('traders_list').select('id').eq('email', emailOf('trader')),
    ]);
    expect(found.map(({ data }) => data)).toEqual([[], [], []]);
    const { data } = await client.from('traders_list').select('email').eq('id', firm.callers.trader.traderId);
    expect(data).toEqual([{ email: 't***@access.test' }]);
  });

  test.each(['support', 'risk', 'finance', 'admin', 'auditor'] as const)('is there for %s, who needs it', async (role) => {
    const { data } = await firm.callers[role].client.from('accounts_list').select('trader_id').eq('trader_email', emailOf('trader'));
    expect(data).toEqual(Array(2).fill({ trader_id: firm.callers.trader.traderId }));
  });

  test('of one trader is there for that trader', async () => {
    const { data } = await firm.callers.trader.client.from('traders_list').select('email');
    expect(data).toEqual([{ email: emailOf('trader') }]);
  });
});
