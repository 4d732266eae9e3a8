// R41: the whole data directory is lost. It is put back from a copy that was taken while messages came in, the broker is asked for what it
// still lists, and then every account is what the oracle says, as if nothing had happened. What no broker lists is not silently gone: the
// head of the history outside the database says how much is missing.
import { execFile } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import { Client, Pool } from 'pg';
import { expect } from 'vitest';
import ws from 'ws';
import { serviceClient } from '@/lib/db/clients';
import { compareWithAnchors } from '@/lib/events/anchors-read';
import { anchorEvents } from '@/lib/events/send';
import { pullFeed } from '@/lib/trades/pull-receive';
import { receiveMessage } from '@/lib/trades/receive';
import { createApi, emailDriver, warmUp } from '@/supabase/local/api-app';
import { applyGrants } from '@/supabase/local/database';
import { serveLocally } from '@/supabase/local/http-bridge';
import { addressOf, openCluster } from '@/supabase/local/open-cluster';
import { anyFreePort } from '@/supabase/local/ports';
import { startCluster } from '@/supabase/local/postgres-cluster';
import { endProcess, remember, type KnownProcess } from '@/supabase/local/processes';
import { projectRoot } from '@/supabase/local/settings';
import { campaign, type Delivery } from '../flow/campaign';
import { canonical, GRACE_SECONDS } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { connect, openAccount, sellChallenge } from '../flow/firm';
import { ListeningPlatform } from '../platform/listening-platform';
import { ensureTestCluster, stopTestCluster, TEMPLATE } from '../support/cluster';
import { atVolume, scoreRow } from './row';

const run = promisify(execFile);
type Rows = <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => Promise<T[]>;

/** A machine with its database and APIs, whose data folder can be taken away and put back. */
class Machine {
  server!: KnownProcess;
  sql!: Pool;
  home = '';
  private readonly copy = mkdtempSync(join(tmpdir(), 'restore-copy-'));
  private label = '';
  private end: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  private opened() {
    return openCluster(this.folder, this.port, false);
  }

  /** APIs and pool over the database as it now is. */
  async serve(): Promise<void> {
    const { keys, cluster } = this.opened();
    const url = `postgresql://postgres:${keys.database_password}@127.0.0.1:${cluster.port}/${TEMPLATE}`;
    const apiPort = Number(process.env.R41_API_PORT ?? (await anyFreePort()));
    Object.assign(process.env, {
      R41_API_PORT: String(apiPort),
      NEXT_PUBLIC_SUPABASE_URL: `http://127.0.0.1:${apiPort}`,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishable_key,
      SUPABASE_SECRET_KEY: keys.secret_key,
      DATABASE_URL: url,
      CREDENTIALS_KEY: keys.credentials_key,
      CREDENTIALS_KEY_ID: keys.credentials_key_id,
      STACK_EMBEDDED: '1',
      DATA_DIR: this.folder,
    });
    const email = emailDriver({}, { send: () => Promise.resolve() });
    const app = createApi({ databaseUrl: url, keys, appUrl: 'http://localhost', supabaseFolder: join(projectRoot, 'supabase'), email });
    await warmUp(app, keys, () => applyGrants(url));
    const server = await serveLocally((request, peer) => app.fetch(request, { peerAddress: peer }), apiPort);
    this.sql = new Pool({ connectionString: url });
    this.sql.on('error', () => undefined);
    this.end = async () => {
      server.close();
      server.closeAllConnections();
      await app.connection.close().catch(() => undefined);
      await this.sql.end();
    };
  }

  stop = (): Promise<void> => this.end();

  /** While everything goes on: told to Postgres, copied, and the log of what happened meanwhile with it. */
  async backUp(meanwhile: () => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: addressOf(this.opened()).superuser });
    await client.connect();
    await client.query(`select pg_backup_start('r41', true)`);
    // A file that is gone before it is read was a temporary one.
    await Promise.all([run('cp', ['-a', `${this.home}/.`, this.copy]).catch(() => null), meanwhile()]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    this.label = rows[0]?.labelfile ?? '';
    await run('cp', ['-a', `${this.home}/pg_wal/.`, join(this.copy, 'pg_wal')]).catch(() => null);
    await client.end();
  }

  async destroy(): Promise<void> {
    await endProcess(this.server, 5_000, 'SIGQUIT');
    rmSync(this.home, { recursive: true, force: true });
  }

  async restore(): Promise<void> {
    await run('cp', ['-a', this.copy, this.home]);
    rmSync(join(this.home, 'postmaster.pid'), { force: true });
    const label = join(this.home, 'backup_label');
    writeFileSync(label, this.label, { mode: 0o600 });
    const { cluster } = this.opened();
    if (cluster.account.ids) {
      chownSync(label, cluster.account.ids.uid, cluster.account.ids.gid);
      chownSync(this.home, cluster.account.ids.uid, cluster.account.ids.gid);
    }
    await run('chmod', ['700', this.home]);
    this.server = remember((await startCluster(cluster)).pid ?? 0);
    await this.serve();
  }

  async close(): Promise<void> {
    await this.stop().catch(() => undefined);
    await endProcess(this.server, 5_000, 'SIGQUIT').catch(() => undefined);
    await stopTestCluster(this.folder);
    for (const one of [this.folder, this.copy]) rmSync(one, { recursive: true, force: true });
  }
}

async function take(connectionId: string, deliveries: readonly Delivery[]): Promise<void> {
  const waiting = [...deliveries];
  const hand = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const body = Buffer.from(JSON.stringify(next.message));
      const answer = await receiveMessage({
        connection: { id: connectionId },
        webhookId: next.id,
        headers: {},
        body,
        auth: 'signature',
        now: new Date(),
      });
      if (answer.status !== 200) throw new Error(answer.body);
    }
  };
  await Promise.all(Array.from({ length: 6 }, hand));
}

/** What a worker would do once the grace is over. */
async function confirmAll(rows: Rows): Promise<void> {
  await rows(`update public.risk_violations set confirm_after = now() - interval '1 second' where state = 'provisional'`);
  await rows(`select public.confirm_violation(id, now()) from public.risk_violations where state = 'provisional'`);
}

scoreRow(
  {
    row: 'R41',
    what: 'data directory destroyed, restored from a copy taken in traffic, caught up from the broker',
    target: 'nothing lost that the broker still lists; no invariant broken; what is missing of the history is told',
    short: { webhooks: 200 },
    full: { webhooks: atVolume(20_000, 200) },
    faults: ['messages before the copy', 'during it', 'lost with the folder', 'found again', 'events the anchor misses'],
  },
  async ({ volume, seed, met }) => {
    const folder = mkdtempSync(join(tmpdir(), 'restore-'));
    const { cluster, keys } = await ensureTestCluster(folder);
    const machine = new Machine(folder, cluster.port);
    Object.assign(machine, { server: cluster.server, home: cluster.home });
    const platform = new ListeningPlatform();
    try {
      await machine.serve();
      const rows: Rows = async <T>(sql: string, ...values: unknown[]) => (await machine.sql.query(sql, values)).rows as T[];
      const service = createClient(process.env.NEXT_PUBLIC_SUPABASE_URL ?? '', keys.secret_key, { realtime: { transport: ws as never } });
      const firm = { sql: machine.sql, service };
      const connectionId = await connect(firm, GRACE_SECONDS, 1_000_000);
      const challenge = await sellChallenge(firm);
      await rows('update public.connections set resync_url = $1', await platform.listen());
      const made = campaign({ seed, accounts: Math.max(8, Math.round(volume.webhooks / 40)), webhooks: volume.webhooks, repeated: 0 });
      for (const login of made.histories.keys()) await openAccount(firm, connectionId, challenge, login);
      const third = Math.ceil(made.deliveries.length / 3);
      const [before, during, after] = [0, 1, 2].map((place) => made.deliveries.slice(place * third, (place + 1) * third));
      await take(connectionId, before ?? []);
      met('messages before the copy', before?.length);
      await machine.backUp(() => take(connectionId, during ?? []));
      met('during it', during?.length);
      await take(connectionId, after ?? []);
      await anchorEvents(new Date(), () => undefined);
      await machine.stop();
      await machine.destroy();
      await machine.restore();
      const [held] = await rows<{ n: number }>('select count(*)::int as n from public.inbox');
      met('lost with the folder', made.deliveries.length - (held?.n ?? 0));
      const [missing] = await compareWithAnchors(serviceClient());
      expect(missing?.place).toBe('file');
      met('events the anchor misses', missing?.missing_events);
      platform.messages = made.deliveries.map(({ id, message }) => ({ id, body: JSON.stringify(message) }));
      await pullFeed(connectionId, null, new Date('2026-12-01T00:00:00Z'));
      const [told] = await rows<{ last_pull: { messages: number; known: number; failed: unknown } }>(
        'select last_pull from public.connections',
      );
      expect(told?.last_pull.failed).toBeNull();
      met('found again', (told?.last_pull.messages ?? 0) - (told?.last_pull.known ?? 0));
      await confirmAll(rows);
      const flow = { rows, send: () => Promise.reject(new Error('nobody posts any more')) };
      expect(await canonical(flow)).toEqual([...made.histories].map(([login, history]) => expectedAccount(login, history)));
      const wrong = await rows(`select invariant, subject, detail from private.check_all() where invariant <> 'no mail is overdue'`);
      expect(wrong).toEqual([]);
    } finally {
      await platform.close();
      await machine.close();
    }
  },
);
