// Our migrations, applied by the official Supabase CLI exactly as it applies them to a hosted project.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { projectRoot } from './settings';
import { Trouble } from './trouble';

const require = createRequire(import.meta.url);

/** Versions of the migration files of a project folder, oldest first. */
export function migrationVersions(projectFolder: string): string[] {
  try {
    return readdirSync(join(projectFolder, 'supabase', 'migrations'))
      .map((name) => /^(\d+)_.+\.sql$/.exec(name)?.[1])
      .filter((version): version is string => version !== undefined)
      .sort();
  } catch {
    return [];
  }
}

async function appliedVersions(url: string): Promise<Set<string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ history: string | null }>(
      "select to_regclass('supabase_migrations.schema_migrations')::text as history",
    );
    if (!found.rows[0]?.history) return new Set();
    const rows = await client.query<{ version: string }>('select version from supabase_migrations.schema_migrations');
    return new Set(rows.rows.map((row) => row.version));
  } finally {
    await client.end();
  }
}

/** Runs the CLI without telemetry, without questions and with a home of its own, so that it neither reads nor leaves anything behind. */
export function runCli(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const home = join(tmpdir(), `tideline-cli-${process.getuid?.() ?? 'user'}`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const program = join(dirname(require.resolve('supabase/package.json')), 'dist', 'supabase.js');
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOME: home,
    DO_NOT_TRACK: '1',
    SUPABASE_TELEMETRY_DISABLED: '1',
    CI: '1',
    NO_COLOR: '1',
  };
  const child = spawn(process.execPath, [program, ...args], { cwd: projectRoot, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code: code ?? 1, out, err }));
  });
}

const OF_ANOTHER_VERSION =
  'The data folder was made by another version, with migrations this one does not have. `npm run stack -- reset` throws it away and begins anew.';

/** Applies what is not yet applied and answers those versions. The CLI takes seconds, so it is not asked when nothing is new. */
export async function pushMigrations(url: string, projectFolder: string): Promise<string[]> {
  const applied = await appliedVersions(url);
  const known = new Set(migrationVersions(projectFolder));
  if ([...applied].some((version) => !known.has(version))) throw new Trouble(OF_ANOTHER_VERSION);
  const pending = [...known].filter((version) => !applied.has(version));
  if (pending.length === 0) return [];
  const { code, out, err } = await runCli([
    'db',
    'push',
    `--remote=${url}?sslmode=disable`,
    '--include-all',
    '--yes',
    '--agent=no',
    `--workdir=${projectFolder}`,
  ]);
  if (code !== 0) throw new Trouble(`The migrations could not be applied: ${`${out}\n${err}`.trim()}`);
  return pending;
}
