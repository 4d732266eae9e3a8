// What a 2xx stands for: the message is stored once, and each of its events is recorded or still has its job.
import type { Delivery } from '../flow/campaign';
import type { DayFlow } from '../flow/campaign-day';

/** The ids of those that were answered for something that is not there. */
export async function whatIsMissing(flow: Pick<DayFlow, 'rows'>, answered: readonly Delivery[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { id, message } of answered) {
    const ids = [...JSON.stringify(message).matchAll(/"external_id":"([^"]+)"/g)].map(([, one]) => one);
    const [found] = await flow.rows<{ stored: number; events: number; waits: boolean }>(
      `select (select count(*)::int from public.inbox where webhook_id = $1) as stored,
         (select count(distinct external_id)::int from public.account_events where external_id = any ($2)) as events,
         exists (select from public.inbox i join graphile_worker.jobs j on j.key = 'settle:' || i.id where i.webhook_id = $1) as waits`,
      id,
      ids,
    );
    if (found?.stored !== 1 || (found.events !== ids.length && !found.waits)) missing.push(id);
  }
  return missing;
}
