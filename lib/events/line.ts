// What happened, as a history tells it: one line each, the same wherever it is shown.
import { z } from 'zod';

export const historyLine = z.object({
  id: z.number(),
  kind: z.string(),
  actor_kind: z.string(),
  actor_name: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  occurred_at: z.string(),
});
/** The same, as a query of the timeline asks for it. */
export const HISTORY_COLUMNS = 'id,kind,actor_kind,actor_name,reason,data,occurred_at';
export type HistoryLine = z.output<typeof historyLine>;
