// Reads anchors where they were put, and asks the database for its head as of each: with a person's client on the audit page, with the
// firm's own in the hourly job.
import type { SupabaseClient } from '@supabase/supabase-js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { dataDir } from '@/lib/env';
import { anchor, disagreement, newestIn, type Anchor, type Disagreement, type WrittenAnchor } from '@/lib/events/anchor';

/** Where this machine keeps anchors outside the database; null where it has no folder. */
export const anchorFolder = (): string | null => {
  const folder = dataDir();
  return folder === null ? null : join(folder, 'anchors');
};

/**
 * The newest anchor outside the database that may be relied on; null where none was ever written. A folder that is there and cannot be
 * read throws: nothing to compare with is not the same as nothing found.
 */
export function newestOutside(explained: readonly string[] = []): WrittenAnchor | null {
  const folder = anchorFolder();
  if (folder === null) return null;
  for (const name of filesIn(folder)) {
    const found = newestIn(readFileSync(join(folder, name), 'utf8'), explained);
    if (found) return found;
  }
  return null;
}

/** One file a month, the newest first. */
function filesIn(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    return files.sort().reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const standing = z.object({
  trusted: anchor.nullable(),
  explained: z.array(z.string()),
  /** When the newest finding that was explained had been made. */
  explained_through: z.string().nullish(),
  open: z.object({ anchor_id: z.number(), first_bad: z.unknown(), anchored_at: z.string(), since: z.string() }).nullable(),
});
export type AnchorStanding = z.infer<typeof standing>;

/** What the history is held against, and the finding that nobody has explained yet. */
export async function readStanding(client: SupabaseClient): Promise<AnchorStanding> {
  return standing.parse(await callFunction(client, 'anchor_standing', {}));
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

/**
 * Whether the history still leads to the heads that were put away before: to the last that was whole, or that a person has explained,
 * since the head of a changed history agrees with itself. The copy outside is what a rewriting hand cannot reach.
 */
export async function compareWithAnchors(client: SupabaseClient): Promise<Disagreement[]> {
  const { trusted, explained, explained_through: through } = await readStanding(client);
  const outside = newestOutside(explained);
  // Another machine may have put the head away that was explained; what this one has from before it was accounted for with it.
  const isBefore = outside !== null && Date.parse(outside.anchored_at) < Date.parse(through ?? outside.anchored_at);
  const places: [string, Anchor | null][] = [
    ['file', isBefore ? null : outside],
    ['database', trusted],
  ];
  const found = await Promise.all(
    places.map(async ([place, before]) => (before ? disagreement(place, before, await headAsOf(client, before.up_to_event)) : null)),
  );
  return found.filter((one) => one !== null);
}
