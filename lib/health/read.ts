// Whether this office can work right now, part by part: what a load balancer, a start script and a person on call ask.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { pool } from '@/lib/db/pool';
import { publishableKey, supabaseUrl } from '@/lib/env';

interface Health {
  status: 'ready' | 'not-ready';
  parts: Record<'database' | 'api' | 'worker' | 'migrations', boolean>;
}

/** A worker beats every five seconds; one that is silent this long is not there. */
const BEAT_SECONDS = 30;

const answerSchema = z.object({ migrations: z.string().nullable(), worker_beat_at: z.string().nullable() });

/** The newest migration this build brings along, or null where the files were not shipped with it. */
async function newestMigration(): Promise<string | null> {
  try {
    const names = await readdir(join(process.cwd(), 'supabase', 'migrations'));
    const versions = names.map((name) => /^(\d+)_.+\.sql$/.exec(name)?.[1] ?? '');
    return versions.sort().at(-1) || null;
  } catch {
    return null;
  }
}

/** What the database says about itself, or null when it cannot be asked. */
async function askDatabase(): Promise<z.infer<typeof answerSchema> | null> {
  try {
    const { rows } = await pool().query<{ health: unknown }>('select public.health() as health');
    return answerSchema.parse(rows[0]?.health);
  } catch {
    return null;
  }
}

async function askApi(): Promise<boolean> {
  try {
    const response = await fetch(`${supabaseUrl()}/auth/v1/health`, {
      headers: { apikey: publishableKey() },
      cache: 'no-store',
      signal: AbortSignal.timeout(3_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** Asks every part. Never throws: a part that cannot be asked is not ready. */
export async function readHealth(now: Date): Promise<Health> {
  const [database, api, newest] = await Promise.all([askDatabase(), askApi(), newestMigration()]);
  const beat = database?.worker_beat_at ? Date.parse(database.worker_beat_at) : Number.NaN;
  const parts = {
    database: database !== null,
    api,
    worker: now.getTime() - beat <= BEAT_SECONDS * 1_000,
    migrations: database?.migrations != null && (newest === null || database.migrations >= newest),
  };
  return { status: Object.values(parts).every(Boolean) ? 'ready' : 'not-ready', parts };
}
