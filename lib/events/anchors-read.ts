// Reads anchors where they were put, and asks the database for its head as of each: with a person's client on the audit page, with the
// firm's own in the hourly job.
import type { SupabaseClient } from '@supabase/supabase-js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataDir } from '@/lib/env';
import { anchor, disagreement, newestIn, type Anchor, type Disagreement, type WrittenAnchor } from '@/lib/events/anchor';

/** Where this machine keeps anchors outside the database; null where it has no folder. */
export const anchorFolder = (): string | null => {
  const folder = dataDir();
  return folder === null ? null : join(folder, 'anchors');
};

/** The newest anchor outside the database, or null where none was ever written. */
export function newestOutside(): WrittenAnchor | null {
  const folder = anchorFolder();
  if (folder === null) return null;
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    for (const name of files.sort().reverse()) {
      const found = newestIn(readFileSync(join(folder, name), 'utf8'));
      if (found) return found;
    }
  } catch {
    return null;
  }
  return null;
}

export async function headAsOf(client: SupabaseClient, upToEvent: number): Promise<Anchor> {
  const { data, error } = await client.rpc('head_of_events', { p_up_to: upToEvent });
  if (error) throw new Error(`head_of_events: ${error.message}`);
  return anchor.parse(data);
}

const row = anchor.extend({
  id: z.number(),
  places: z.array(z.string()),
  is_intact: z.boolean(),
  first_bad: z.unknown(),
  anchored_at: z.string(),
});
export type AnchorRow = z.infer<typeof row>;

/** Anchors the database remembers, the newest first. */
export async function readAnchors(client: SupabaseClient, limit: number): Promise<AnchorRow[]> {
  const { data, error } = await client
    .from('anchors')
    .select('id,up_to_event,events,streams,head,places,is_intact,first_bad,anchored_at')
    .order('anchored_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(limit);
  if (error) throw new Error(`anchors: ${error.message}`);
  return z.array(row).parse(data);
}

/** Whether the history still leads to the heads that were put away before. The copy outside is what a rewriting hand cannot reach. */
export async function compareWithAnchors(client: SupabaseClient): Promise<Disagreement[]> {
  const [inside] = await readAnchors(client, 1);
  const places: [string, Anchor | null][] = [
    ['file', newestOutside()],
    ['database', inside ?? null],
  ];
  const found = await Promise.all(
    places.map(async ([place, before]) => (before ? disagreement(place, before, await headAsOf(client, before.up_to_event)) : null)),
  );
  return found.filter((one) => one !== null);
}
