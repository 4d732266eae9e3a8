// The embedded stack on a disk of its own, small enough to be filled: database, APIs and worker under the supervisor that also watches them
// for people, so that what happens to them is what would happen there. Only root may mount such a disk, and only Linux has it.
import { execFileSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { Client, Pool } from 'pg';
import ws from 'ws';
import { ensureDatabase, ensureRoles } from '@/supabase/local/database';
import { addressOf, openCluster } from '@/supabase/local/open-cluster';
import { anyFreePort, isPortFree } from '@/supabase/local/ports';
import { databaseAccount, clusterFolder } from '@/supabase/local/postgres-account';
import { ensureCluster, startCluster } from '@/supabase/local/postgres-cluster';
import { projectRoot, readSettings } from '@/supabase/local/settings';
import { stackEnvironment } from '@/supabase/local/status';
import { apiPlan, becomeSupervisor, Supervisor, workerPlan } from '@/supabase/local/supervisor';
import { spawnDoor } from './bare-web';

/** Beside what a start asks for there is room for the log of what happens, and not much more to fill. */
const DISK_MB = 700;
const BLOCK = Buffer.alloc(1 << 20, 1);

/** The API's port and the one after it, where the database listens. */
async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await anyFreePort();
    if (await isPortFree(port + 1)) return port;
  }
}

function writeAll(fd: number, size: number): void {
  try {
    while (writeSync(fd, BLOCK, 0, size) === size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

export class SmallMachine {
  readonly said: string[] = [];
  sql!: Pool;
  service!: SupabaseClient;
  base = '';
  private door: ChildProcess | null = null;
  private supervisor: Supervisor | null = null;
  /** There before the disk is full: nobody new is let in afterwards. */
  private admin!: Client;
  private readonly folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  private readonly disk = dirname(clusterFolder(this.folder, databaseAccount()));
  private readonly filler = join(this.disk, 'somebody-elses-file');

  static isPossible = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

  async start(): Promise<void> {
    const { uid = 0, gid = 0 } = databaseAccount().ids ?? {};
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=700,uid=${uid},gid=${gid}`, 'tideline-full-disk', this.disk]);
    const [stackPort, doorPort] = [await twoFreePorts(), await anyFreePort()];
    const own = { DATA_DIR: this.folder, STACK_PORT: `${stackPort}`, PORT: `${doorPort}`, STACK_EMBEDDED: '1' };
    const settings = readSettings({ NODE_ENV: 'test', ...own });
    const opened = openCluster(this.folder, settings.databasePort);
    await ensureCluster(opened.cluster);
    const owner = await becomeSupervisor(settings);
    if (!owner) throw new Error('somebody else looks after this folder');
    const supervisor = new Supervisor(settings, owner, (line) => this.said.push(line));
    this.supervisor = supervisor;
    await supervisor.run({ name: 'database', start: () => startCluster(opened.cluster), ask: 'SIGINT' });
    const address = addressOf(opened);
    await ensureRoles(address.superuser, opened.keys.database_password);
    await ensureDatabase(address, opened.keys, projectRoot);
    const environment = stackEnvironment(settings, opened.keys);
    Object.assign(process.env, environment);
    await supervisor.run(apiPlan(settings, environment, opened.keys.publishable_key));
    await supervisor.run(workerPlan(settings, environment));
    this.admin = new Client({ connectionString: address.superuser });
    this.admin.on('error', () => undefined);
    await this.admin.connect();
    this.sql = new Pool({ connectionString: address.owner, max: 4 });
    this.sql.on('error', () => undefined);
    this.service = createClient(settings.apiUrl, opened.keys.secret_key, { realtime: { transport: ws as never } });
    this.door = await spawnDoor(environment, doorPort);
    this.base = `http://127.0.0.1:${doorPort}`;
  }

  /** Nothing is left of the disk, not a page; whatever is freed meanwhile is taken when this is called again. */
  fill(): void {
    const fd = openSync(this.filler, 'a');
    for (const size of [BLOCK.length, 4_096, 1]) writeAll(fd, size);
    closeSync(fd);
  }

  makeRoom(): void {
    rmSync(this.filler, { force: true });
  }

  /** Until the server cannot begin another file of its log, which it does not outlive. */
  async useUpTheLog(): Promise<void> {
    for (let files = 0; files < 400; files += 1) {
      // A statement may fail for want of room as well; only the server's own end counts.
      await this.admin.query(`select pg_switch_wal(), pg_logical_emit_message(true, 'full', 'disk')`).catch(() => undefined);
      this.fill();
      if (!(await this.isAlive())) return;
    }
    throw new Error('the log still has room');
  }

  private isAlive = (): Promise<boolean> =>
    this.sql.query('select 1').then(
      () => true,
      () => false,
    );

  async close(): Promise<void> {
    this.makeRoom();
    this.door?.kill('SIGKILL');
    await this.admin?.end().catch(() => undefined);
    await this.sql?.end().catch(() => undefined);
    await this.supervisor?.end();
    if (existsSync(this.disk)) execFileSync('umount', ['-l', this.disk]);
    for (const one of [this.disk, this.folder]) rmSync(one, { recursive: true, force: true });
  }
}
