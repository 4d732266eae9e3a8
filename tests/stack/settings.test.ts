// When the embedded stack is used, and where it lives.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot, readSettings } from '@/supabase/local/settings';

let root: string;
const hosted = {
  NEXT_PUBLIC_SUPABASE_URL: 'https://firm.supabase.co',
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
} as unknown as NodeJS.ProcessEnv;
const nothing = {} as NodeJS.ProcessEnv;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'settings-'))));
afterEach(() => rmSync(root, { recursive: true }));

describe('settings of a start', () => {
  it('an unchanged copy of .env.example sets nothing and means embedded', () => {
    copyFileSync(join(projectRoot, '.env.example'), join(root, '.env.local'));
    expect(readSettings(nothing, root)).toMatchObject({ hosted: false, values: {}, port: 3000, stackPort: 54_321, databasePort: 54_322 });
  });

  it('a named Supabase project means nothing embedded, from the environment or from .env.local', () => {
    expect(readSettings(hosted, root).hosted).toBe(true);
    writeFileSync(
      join(root, '.env.local'),
      Object.entries(hosted)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    expect(readSettings(nothing, root)).toMatchObject({ hosted: true, apiUrl: 'https://firm.supabase.co' });
  });

  it('half of a Supabase project is refused by the name of the missing half', () => {
    const half = { NEXT_PUBLIC_SUPABASE_URL: 'https://firm.supabase.co', SUPABASE_SECRET_KEY: 'x' } as unknown as NodeJS.ProcessEnv;
    expect(() => readSettings(half, root)).toThrow(/NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY is missing/);
  });

  it('ports and folder move together, and a port that is none is refused', () => {
    const moved = { PORT: '3100', STACK_PORT: '55001', DATA_DIR: 'other' } as unknown as NodeJS.ProcessEnv;
    expect(readSettings(moved, root)).toMatchObject({
      appUrl: 'http://localhost:3100',
      apiUrl: 'http://127.0.0.1:55001',
      databasePort: 55_002,
      dataDir: join(root, 'other'),
    });
    expect(() => readSettings({ PORT: 'abc' } as unknown as NodeJS.ProcessEnv, root)).toThrow('PORT must be a port');
  });
});
