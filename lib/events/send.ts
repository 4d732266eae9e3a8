// Puts the head of the spine outside the database, hourly: a line in a file and a line in the log. Before it does, it looks whether the
// history still leads to the last head that nobody doubts.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serviceClient } from '@/lib/db/clients';
import { writeLine, type WrittenAnchor } from '@/lib/events/anchor';
import { anchorFolder, compareWithAnchors, headAsOf } from '@/lib/events/anchors-read';

const toLog = (line: string): void => console.error(`anchor ${line.trim()}`);

/** Appends to the file of the month, where this machine has a folder. Answers the places that took it. */
function putAway(written: WrittenAnchor, log: (line: string) => void): string[] {
  const line = writeLine(written);
  const places: string[] = [];
  const folder = anchorFolder();
  if (folder !== null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    appendFileSync(join(folder, `${written.anchored_at.slice(0, 7)}.jsonl`), line, { mode: 0o600 });
    places.push('file');
  }
  log(line);
  return [...places, 'log'];
}

/** One anchor as of now. What no longer agrees with an earlier one is kept with the anchor and told in an event of its own. */
export async function anchorEvents(now: Date, log: (line: string) => void = toLog): Promise<{ events: number; intact: number }> {
  const client = serviceClient();
  const horizon = await client.rpc('events_horizon');
  if (horizon.error) throw new Error(`events_horizon: ${horizon.error.message}`);
  const [problem = null] = await compareWithAnchors(client);
  const head = await headAsOf(client, horizon.data as number);
  const places = putAway({ ...head, anchored_at: now.toISOString(), is_intact: problem === null }, log);
  const recorded = await client.rpc('record_anchor', { p: { ...head, places, problem, now: now.toISOString() } });
  if (recorded.error) throw new Error(`record_anchor: ${recorded.error.message}`);
  if (problem) log(`${JSON.stringify(problem)}, the history was changed`);
  return { events: head.events, intact: problem === null ? 1 : 0 };
}
