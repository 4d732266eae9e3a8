// The firm at a glance: one function of the database computes it under the reader's role; here its shape is checked once.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';

const counts = z.record(z.string(), z.number());
const breach = z.object({ accounts: z.number(), share_bps: z.number().nullable() });

const dashboardShape = z.object({
  accounts: z.object({
    total: z.number(),
    by_status: counts,
    by_state: counts,
    by_phase: z.array(z.object({ name: z.string(), count: z.number() })),
  }),
  traders: z.number(),
  breaches: z.object({ daily: breach, max: breach }),
  violations_24h: z.number(),
  reviews_open: z.number(),
  feeds: z.array(z.object({ slug: z.string(), status: z.string(), last_event_at: z.string().nullable() })),
  trend: z.array(z.object({ day: z.string(), passed: z.number(), failed: z.number() })),
  exposure: z.array(
    z.object({
      symbol: z.string(),
      buy_lots: z.union([z.number(), z.string()]),
      sell_lots: z.union([z.number(), z.string()]),
      net_lots: z.union([z.number(), z.string()]),
    }),
  ),
  as_of: z.string(),
});

export type Dashboard = z.infer<typeof dashboardShape>;

export async function readDashboard(client: SupabaseClient): Promise<Dashboard> {
  const { data, error } = await client.rpc('dashboard');
  if (error) throw new Error(`dashboard: ${error.message}`);
  return dashboardShape.parse(data);
}
