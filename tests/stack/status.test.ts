// What `npm run -s stack -- status --json` tells other programs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureKeys, keysPath } from '@/supabase/local/keys';
import { projectRoot } from '@/supabase/local/settings';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'status-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stack(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH, NODE_ENV: 'test' as const, DATA_DIR: folder, PORT: '3999', STACK_PORT: '45990' };
  const program = join(projectRoot, 'supabase', 'local', 'stack.ts');
  return spawnSync(process.execPath, ['--import', 'tsx', program, ...args], { cwd: projectRoot, env, encoding: 'utf8' });
}

describe('stack status', () => {
  it('says in one line how to reach everything, and by its exit code that nothing runs', () => {
    const keys = ensureKeys(folder);
    const { status, stdout } = stack('status', '--json');
    expect(status).toBe(3);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const told = JSON.parse(stdout) as Record<string, unknown> & { logins: Record<string, string>[] };
    expect(told).toMatchObject({
      app_url: 'http://localhost:3999',
      api_url: 'http://127.0.0.1:45990',
      db_url: `postgresql://postgres:${keys.database_password}@127.0.0.1:45991/postgres`,
      publishable_key: keys.publishable_key,
      secret_key: keys.secret_key,
      webhook_secret: keys.webhook_secret,
      running: false,
    });
    expect(told.logins.map((login) => login.role).sort()).toEqual(
      ['admin', 'admin', 'auditor', 'config', 'finance', 'risk', 'support', 'trader', 'viewer'].sort(),
    );
    expect(Object.keys(told.logins[0] ?? {})).toEqual(['email', 'password', 'role']);
  });

  it('before the first start says to programs that nothing runs, and to people how to start', () => {
    const { status, stdout, stderr } = stack('status', '--json');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual({ running: false, logins: [], parts: {} });
    expect(stderr).toContain('npm start');
  });

  it('an unknown word is answered with the known ones', () => {
    const { status, stderr } = stack('dance');
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('keeps the keys for their owner only, and the same ones for ever', () => {
    const keys = ensureKeys(folder);
    expect(ensureKeys(folder)).toEqual(keys);
    expect(statSync(keysPath(folder)).mode & 0o777).toBe(0o600);
  });
});
