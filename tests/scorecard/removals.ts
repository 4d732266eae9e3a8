// Parts of the safety net that can be taken out of the database one at a time, and short probes of what each of them holds. A probe
// answers what is wrong, or null; with nothing removed all of them answer null.
import type { PoolClient } from 'pg';
import { assessment, event, fail, trade } from '../db/assessment';
import { NOW, openAccount, SLOW, staffId, traderUser } from '../db/stage';

export interface Removal {
  name: string;
  /** Statements, or a function whose text is changed. */
  remove: string | { fn: string; from: RegExp; to: string };
}

export const REMOVALS: Removal[] = [
  { name: 'the trigger that keeps events append-only', remove: 'drop trigger events_are_append_only on public.events' },
  { name: "the guard of an account's status", remove: 'drop trigger guard_account on public.accounts' },
  { name: 'the unique key of a trade', remove: 'alter table public.trades drop constraint trades_account_id_external_id_key cascade' },
  { name: 'the version check of a stale writer', remove: { fn: 'private.record_accounts', from: /l\.version <> l\.told/, to: 'false' } },
  { name: 'the role check of staff functions', remove: { fn: 'private.require_staff', from: /if coalesce[\s\S]*?end if;/, to: '' } },
  { name: 'the empty search path of a definer', remove: 'alter function private.require_staff(text[]) reset search_path' },
  {
    name: 'the voiding of a letter whose verdict is withdrawn',
    remove: { fn: 'private.withdraw_verdicts', from: /set state = 'voided'/, to: "set state = 'queued'" },
  },
  { name: 'the row-level security of accounts', remove: 'alter table public.accounts disable row level security' },
  {
    name: 'the stop of trading on a provisional fail',
    remove: { fn: 'private.settle_trading_off', from: /reason := 'rule-violation'/, to: 'reason := null' },
  },
];

/** A savepoint for each probe, so that one that is refused leaves the others a transaction to run in. */
export async function probe(client: PoolClient, login: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [index, [name, ask]] of PROBES.entries()) {
    await client.query('savepoint probe');
    try {
      const found = await ask(client, `${login}-${index}`);
      if (found !== null) wrong.push(`${name}: ${found}`);
    } catch (error) {
      wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await client.query('rollback to savepoint probe');
  }
  return wrong;
}

type Probe = [name: string, ask: (client: PoolClient, login: string) => Promise<string | null>];

async function refused(client: PoolClient, statement: string, values: unknown[] = []): Promise<string | null> {
  await client.query('savepoint asked');
  try {
    await client.query(statement, values);
    return 'was allowed';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.query('rollback to savepoint asked');
  }
}

async function record(client: PoolClient, account: unknown) {
  const p = JSON.stringify({ now: NOW, accounts: [account], messages: [] });
  const { rows } = await client.query<{ a: { accounts: { outcome: string }[] } }>('select public.record_assessment($1::jsonb) as a', [p]);
  return rows[0]?.a.accounts[0]?.outcome ?? 'nothing';
}

const open = (client: PoolClient, login: string) => openAccount(client as never, login, { connection: SLOW });
const versionOf = async (client: PoolClient, id: string): Promise<number> =>
  Number((await client.query<{ version: string }>('select version from public.accounts where id = $1', [id])).rows[0]?.version);

async function as(client: PoolClient, user: string): Promise<void> {
  await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`, [
    JSON.stringify({ sub: user, role: 'authenticated' }),
  ]);
}

const PROBES: Probe[] = [
  [
    'events are append-only',
    async (client, login) => {
      await open(client, login);
      const told = await refused(client, 'delete from public.events');
      return told?.includes('append-only') ? null : told;
    },
  ],
  [
    'a status changes by its own edges only',
    async (client, login) => {
      const id = await open(client, login);
      const told = await refused(client, `update public.accounts set status = 'passed', version = version + 1 where id = $1`, [id]);
      return told === 'was allowed' ? told : null;
    },
  ],
  [
    'a trade is recorded once',
    async (client, login) => {
      const id = await open(client, login);
      const told = { events: [event('trade', 't', '0001')], trades: [trade('t', 5_000)] };
      const outcomes = [
        await record(client, assessment(id, await versionOf(client, id), told)),
        await record(client, assessment(id, await versionOf(client, id), told)),
      ];
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from public.trades where account_id = $1', [id]);
      return rows[0]?.n === 1 && outcomes.every((one) => one === 'recorded') ? null : `${outcomes.join(', ')}, ${rows[0]?.n} rows`;
    },
  ],
  [
    'a stale writer is told so',
    async (client, login) => {
      const id = await open(client, login);
      const outcome = await record(client, assessment(id, (await versionOf(client, id)) - 1));
      return outcome === 'stale' ? null : outcome;
    },
  ],
  [
    'a viewer decides nothing',
    async (client) => {
      await as(client, staffId('viewer'));
      const told = await refused(
        client,
        `select public.decide_violation('00000000-0000-4000-8000-000000000000', 'withdrawn', 'because I may not')`,
      );
      return told === 'not-allowed' ? null : told;
    },
  ],
  [
    'a trader sees no account of another',
    async (client, login) => {
      const id = await open(client, login);
      await as(client, traderUser(2));
      const { rows } = await client.query('select id from public.accounts where id = $1', [id]);
      return rows.length === 0 ? null : 'was seen';
    },
  ],
  [
    'a provisional fail stops trading, and its letter does not outlive it',
    async (client, login) => {
      const id = await open(client, login);
      await record(client, assessment(id, await versionOf(client, id), { violations: [fail()] }));
      const held = await client.query<{ id: string; off: string | null }>(
        'select v.id, a.trading_off_reason as off from public.risk_violations v join public.accounts a on a.id = v.account_id where a.id = $1',
        [id],
      );
      if (held.rows[0]?.off !== 'rule-violation') return `trading is ${held.rows[0]?.off ?? 'on'}`;
      await record(client, assessment(id, await versionOf(client, id), { withdrawn: [held.rows[0].id] }));
      const mail = await client.query<{ state: string }>('select state from public.mail_deliveries where violation_id = $1', [
        held.rows[0].id,
      ]);
      return mail.rows.map(({ state }) => state).join() === 'voided' ? null : `the letter is ${mail.rows.map(({ state }) => state).join()}`;
    },
  ],
  [
    'every invariant of the catalogue',
    async (client) => {
      const { rows } = await client.query<{ invariant: string; subject: string }>('select invariant, subject from private.check_all()');
      return rows.length === 0 ? null : rows.map(({ invariant, subject }) => `${invariant} ${subject}`).join('; ');
    },
  ],
];
