// The whole system for one test file: its own database, the embedded APIs in this process, and the web server where a test needs it.
import { createClient, type SupabaseClient, type WebSocketLikeConstructor } from '@supabase/supabase-js';
import type { EmailMessage } from '@supabase/lite';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import ws from 'ws';
import { createApi, emailDriver, warmUp, type SchemaCache } from '@/supabase/local/api-app';
import { ensureBuild, nextProgram } from '@/supabase/local/build';
import { applyGrants } from '@/supabase/local/database';
import { serveLocally } from '@/supabase/local/http-bridge';
import { startNode, whenReady } from '@/supabase/local/part';
import { anyFreePort } from '@/supabase/local/ports';
import { endProcess, remember } from '@/supabase/local/processes';
import { projectRoot } from '@/supabase/local/settings';
import { createTestDatabase, type TestDatabase } from './database';

export interface TestStack extends TestDatabase {
  dbUrl: string;
  apiUrl: string;
  /** Empty without the web server. */
  appUrl: string;
  /** With the secret key, past row-level security. */
  service: SupabaseClient;
  /** With the publishable key and nobody signed in. */
  anonymous: () => SupabaseClient;
  /** Makes a person at the auth server and answers them signed in. */
  signUp: (email: string, password?: string) => Promise<{ id: string; client: SupabaseClient; accessToken: string }>;
  /** Letters the auth server sent, oldest first. */
  letters: EmailMessage[];
  /** What web server and worker run under; also set in this process. */
  environment: Record<string, string>;
  /** The running web server, for tests that kill it. */
  web: ChildProcess | null;
  startWeb: () => Promise<ChildProcess>;
  /** One more web server on the same database; answers its address. It ends with the stack. */
  startAnotherWeb: () => Promise<string>;
  stopWeb: (name?: NodeJS.Signals) => Promise<void>;
  /** Answers how to end it, by SIGTERM unless another signal is named. */
  startWorker: () => Promise<(name?: NodeJS.Signals) => Promise<void>>;
}

export interface TestStackOptions {
  /** Also start the web server in production mode, building it first when its sources changed. */
  web?: boolean;
  /** Statements run before the APIs start, since they read the schema once. */
  prepare?: string;
  /** More settings for web server and worker. */
  environment?: Record<string, string>;
  /** How many connections the APIs hold: few where thousands of small questions are asked, since each learns the whole schema by itself. */
  connections?: number;
}

const clientOptions = {
  auth: { persistSession: false, autoRefreshToken: false },
  realtime: { transport: ws as unknown as WebSocketLikeConstructor },
};

/** Every copy of the template has the same schema, so it is read by the first test that asks and kept for the run. */
function schemaOfRun(): SchemaCache {
  const file = join(inject('clusterFolder'), 'schema.json');
  let isCurrent = true;
  return {
    get: () => Promise.resolve(isCurrent && existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    set: (_key: string, read: string) => {
      const draft = `${file}.${process.pid}`;
      if (isCurrent) writeFileSync(draft, read);
      if (isCurrent) renameSync(draft, file);
      return Promise.resolve();
    },
    // Somebody changed the schema of this one database.
    delete: () => Promise.resolve(void (isCurrent = false)),
  };
}

function environmentFor(database: TestDatabase, apiPort: number, webPort: number): Record<string, string> {
  return {
    NEXT_PUBLIC_SUPABASE_URL: `http://127.0.0.1:${apiPort}`,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: database.keys.publishable_key,
    SUPABASE_SECRET_KEY: database.keys.secret_key,
    DATABASE_URL: database.url,
    CREDENTIALS_KEY: database.keys.credentials_key,
    CREDENTIALS_KEY_ID: database.keys.credentials_key_id,
    CRON_SECRET: database.keys.cron_secret,
    APP_URL: `http://127.0.0.1:${webPort}`,
    PORT: String(webPort),
    STACK_EMBEDDED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

/** One build serves the whole run: made by the first test that needs it, not looked at again while servers run from it. */
async function ensureBuildOfRun(): Promise<void> {
  const built = join(inject('clusterFolder'), 'web-is-built');
  if (existsSync(built)) return;
  await ensureBuild(projectRoot);
  writeFileSync(built, '');
}

/** Starts web servers and workers for a test and remembers how to end them. */
class Programs {
  web: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'tideline-logs-'));
  private readonly ends: (() => Promise<void>)[] = [];

  constructor(private readonly environment: Record<string, string>) {}

  async startWeb(): Promise<ChildProcess> {
    this.web = await this.serve(this.environment.PORT ?? '');
    return this.web;
  }

  async startAnotherWeb(): Promise<string> {
    const port = String(await anyFreePort());
    const web = remember((await this.serve(port)).pid ?? 0);
    this.ends.push(() => endProcess(web, 10_000));
    return `http://127.0.0.1:${port}`;
  }

  private async serve(port: string): Promise<ChildProcess> {
    await ensureBuildOfRun();
    const logFile = join(this.folder, `web-${port}.log`);
    const child = startNode([nextProgram(), 'start', '-p', port], { ...this.environment, NODE_ENV: 'production' }, logFile, projectRoot);
    const answered = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        () => true,
        () => false,
      );
    return whenReady(child, 'web server', answered, 60, logFile);
  }

  async stopWeb(name: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const web = this.web;
    this.web = null;
    if (web?.pid) await endProcess(remember(web.pid), 10_000, name);
  }

  startWorker(): Promise<(name?: NodeJS.Signals) => Promise<void>> {
    const args = ['--import', 'tsx', join(projectRoot, 'lib', 'jobs', 'worker.ts')];
    const child = startNode(args, { ...this.environment, NODE_ENV: 'production' }, join(this.folder, 'worker.log'), projectRoot);
    const worker = remember(child.pid ?? 0);
    const end = (name?: NodeJS.Signals): Promise<void> => endProcess(worker, 10_000, name);
    this.ends.push(end);
    return Promise.resolve(end);
  }

  async end(): Promise<void> {
    await this.stopWeb();
    for (const end of this.ends) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function startTestStack({
  web = false,
  prepare = '',
  environment: more = {},
  connections = 12,
}: TestStackOptions = {}): Promise<TestStack> {
  const database = await createTestDatabase();
  if (prepare) await database.sql.query(prepare);
  const [apiPort, webPort] = [await anyFreePort(), await anyFreePort()];
  const environment = { ...environmentFor(database, apiPort, webPort), ...more };
  Object.assign(process.env, environment);
  const letters: EmailMessage[] = [];
  const email = emailDriver({}, { send: (message) => Promise.resolve(void letters.push(message)) });
  const appUrl = environment.APP_URL ?? '';
  const supabaseFolder = join(projectRoot, 'supabase');
  const app = createApi({
    ...{ databaseUrl: database.url, keys: database.keys, appUrl, supabaseFolder, email, connections },
    ...(prepare ? {} : { schemaCache: schemaOfRun() }),
  });
  await warmUp(app, database.keys, () => applyGrants(database.url));
  const server = await serveLocally((request, peer) => app.fetch(request, { peerAddress: peer }), apiPort);
  const apiUrl = environment.NEXT_PUBLIC_SUPABASE_URL ?? '';
  // The tests' own clients ask the APIs in this process without the way over the network, which the product's clients take.
  const ask: typeof fetch = async (input, init) => app.fetch(new Request(input, init), { peerAddress: '127.0.0.1' });
  const options = { ...clientOptions, global: { fetch: ask } };
  const anonymous = (): SupabaseClient => createClient(apiUrl, database.keys.publishable_key, options);
  const programs = new Programs(environment);
  if (web) await programs.startWeb();
  return {
    ...database,
    dbUrl: database.url,
    apiUrl,
    appUrl: web ? appUrl : '',
    service: createClient(apiUrl, database.keys.secret_key, options),
    anonymous,
    letters,
    environment,
    get web() {
      return programs.web;
    },
    startWeb: () => programs.startWeb(),
    startAnotherWeb: () => programs.startAnotherWeb(),
    stopWeb: (name) => programs.stopWeb(name),
    startWorker: () => programs.startWorker(),
    signUp: async (address, password = 'long-enough-password') => {
      const client = anonymous();
      const { data, error } = await client.auth.signUp({ email: address, password });
      if (error || !data.user || !data.session) throw error ?? new Error('no session');
      return { id: data.user.id, client, accessToken: data.session.access_token };
    },
    close: async () => {
      await programs.end();
      server.close();
      server.closeAllConnections();
      await app.connection.close();
      await database.close();
    },
  };
}
