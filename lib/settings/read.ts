// Versions of settings, through the reader's own session: every one that was ever published stays readable, and one may wait for its
// second person.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';

const version = z.object({
  key: z.string(),
  version: z.number(),
  value: z.unknown(),
  published_by: z.string().nullable(),
  second_person: z.string().nullable(),
  published_at: z.string().nullable(),
});
export type SettingVersion = z.infer<typeof version>;

export interface SettingVersions {
  /** The newest first; the first one holds. */
  published: SettingVersion[];
  proposed: SettingVersion | null;
}

const MOST = 500;

export async function readVersions(client: SupabaseClient, keys: readonly string[]): Promise<Record<string, SettingVersions>> {
  const { data, error } = await client
    .from('settings')
    .select('key, version, value, published_by, second_person, published_at')
    .in('key', keys)
    .order('version', { ascending: false })
    .order('key')
    .limit(MOST);
  if (error) throw new Error(`settings: ${error.message}`);
  const rows = z.array(version).parse(data);
  const of = (key: string): SettingVersions => ({
    published: rows.filter((row) => row.key === key && row.published_at !== null),
    proposed: rows.find((row) => row.key === key && row.published_at === null) ?? null,
  });
  return Object.fromEntries(keys.map((key) => [key, of(key)]));
}
