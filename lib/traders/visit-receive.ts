// From where the portal is visited. Signing in is written down by itself; this is for the sessions that are kept for weeks. What this process has noted
// today it does not ask the database to note again; the database keeps one a day in any case.
import { LRUCache } from 'lru-cache';
import { serviceClient } from '@/lib/db/clients';
import type { Visitor } from '@/lib/staff/visitor';

const noted = new LRUCache<string, true>({ max: 20_000 });

/** Never throws: a page is shown whether or not the visit could be kept. */
export async function notePortalVisit(traderId: string, { address, seenFrom, userAgent }: Visitor, now: Date): Promise<void> {
  const from = seenFrom ?? address;
  if (!from) return;
  const key = [traderId, now.toISOString().slice(0, 10), from].join(' ');
  if (noted.has(key)) return;
  const { error } = await serviceClient().rpc('note_portal_visit', {
    ...{ p_trader_id: traderId, p_ip: from, p_user_agent: userAgent?.slice(0, 512) ?? '', p_now: now.toISOString() },
  });
  if (error) console.error(`A visit of the portal was not kept: ${error.message}`);
  else noted.set(key, true);
}
