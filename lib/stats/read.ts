// The firm at a glance, part by part: the database counts under the reader's role, and the shape of each part is checked once, here.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { kindsFor } from '@/lib/reviews/kinds';
import type { StaffRole } from '@/lib/staff/roles';

const count = z.number();
const counts = z.record(z.string(), count);
const breach = z.object({ rule: z.string(), accounts: count, verdicts: count, opened: count, share_bps: count.nullable() });

const SHAPES = {
  accounts: z.object({
    total: count,
    opened: count,
    traders: count,
    by_status: counts,
    by_state: counts,
    by_stage: counts,
    by_phase: z.array(z.object({ name: z.string(), count })),
  }),
  breaches: z.object({ daily: breach, max: breach, lately: z.object({ days: z.array(z.string()), broken: count }) }),
  trend: z.array(z.object({ day: z.string(), passed: count, failed: count, undone: count })),
  exposure: z.object({
    oldest_at: z.string().nullable(),
    rows: z.array(
      z.object({
        symbol: z.string(),
        unit: z.string(),
        positions: count,
        accounts: count,
        buy_lots: z.string(),
        sell_lots: z.string(),
        net_lots: z.string(),
        live_positions: count,
        live_net_lots: z.string(),
      }),
    ),
  }),
  feeds: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      status: z.string(),
      last_event_at: z.string().nullable(),
      stale_since: z.string().nullable(),
    }),
  ),
  times: z.object({
    passed: count,
    pass_seconds: count.nullable(),
    failed: count,
    breach_seconds: count.nullable(),
    unfinished: count,
    untimed: count,
  }),
  growth: z.array(z.object({ week: z.string(), until: z.string(), traders: count, accounts: count, sales: count.nullable() })),
  funnel: z.array(z.object({ id: z.string(), title: z.string(), steps: count, begun_later: count, stages: counts })),
  churn: z.object({ days: count, customers: count, gone: count, share_bps: count.nullable() }),
};

export type PartName = keyof typeof SHAPES;
export type Figures<Name extends PartName> = z.output<(typeof SHAPES)[Name]>;
/** `as_of` is null where the part was never counted yet. */
export type Part<Name extends PartName> = { figures: Figures<Name>; as_of: string | null };

export async function readPart<Name extends PartName>(client: SupabaseClient, name: Name): Promise<Part<Name>> {
  const told = await callFunction<{ figures: unknown; as_of: string | null }>(client, 'dashboard_part', { p_part: name });
  return { figures: SHAPES[name].parse(told.figures) as Figures<Name>, as_of: told.as_of };
}

/** Of what waits, `mine` is what the reader may decide; null for who decides nothing. */
export interface Waiting {
  waiting: number;
  overdue: number;
  mine: number | null;
}

/** What waits for somebody, of the kinds that the reader sees. */
export async function readWaiting(client: SupabaseClient, role: StaffRole): Promise<Waiting> {
  const { data, error } = await client.from('review_counts').select('kind,waiting,overdue,waiting_not_own');
  if (error) throw new Error(`review_counts: ${error.message}`);
  const rows = z.array(z.object({ kind: z.string(), waiting: count, overdue: count, waiting_not_own: count })).parse(data);
  const own: readonly string[] = kindsFor(role);
  return {
    waiting: rows.reduce((sum, row) => sum + row.waiting, 0),
    overdue: rows.reduce((sum, row) => sum + row.overdue, 0),
    mine: own.length === 0 ? null : rows.reduce((sum, row) => sum + (own.includes(row.kind) ? row.waiting_not_own : 0), 0),
  };
}
