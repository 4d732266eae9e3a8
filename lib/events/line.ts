// What happened, as a history tells it: one line each, the same wherever it is shown.
import { z } from 'zod';

const tradeLine = z.object({
  symbol: z.string(),
  side: z.string(),
  lots: z.number(),
  unit: z.string(),
  net_cents: z.number(),
  currency: z.string(),
});
export type TradeLine = z.output<typeof tradeLine>;

export const historyLine = z.object({
  id: z.number(),
  kind: z.string(),
  actor_kind: z.string(),
  actor_name: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  occurred_at: z.string(),
  /** When it was written down; only where a history is drawn in that order. */
  created_at: z.string().nullish(),
  /** Of a message with trades: those it brought, as far as the reader sees them. */
  trades: z.array(tradeLine).nullish(),
});
/** The same, as a query of the timeline asks for it. */
export const HISTORY_COLUMNS = 'id,kind,actor_kind,actor_name,reason,data,occurred_at,created_at';
export type HistoryLine = z.output<typeof historyLine>;

/** When the house learnt of it. */
export const learntAt = ({ created_at, occurred_at }: Pick<HistoryLine, 'created_at' | 'occurred_at'>): string => created_at ?? occurred_at;

/** The last learnt first, so that the times that are shown run one way. */
export const byLearning = (a: HistoryLine, b: HistoryLine): number => Date.parse(learntAt(b)) - Date.parse(learntAt(a)) || b.id - a.id;
