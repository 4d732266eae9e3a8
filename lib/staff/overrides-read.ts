// Reads how often people decided against the system. The database asks for the role again.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

const person = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  decisions: z.number(),
  overrides: z.number(),
  rate_bps: z.number(),
  kinds: z.record(z.string(), z.number()),
});
const worded = z.object({ kind: z.string(), reason: z.string(), count: z.number(), staff: z.number() });
const row = z.object({
  id: z.number(),
  at: z.string(),
  override: z.string(),
  kind: z.string(),
  staff_id: z.string(),
  account_id: z.string().nullable(),
  login: z.string().nullable(),
  stream: z.string(),
  reason: z.string().nullable(),
});
const figures = z.object({
  decisions: z.number(),
  overrides: z.number(),
  staff: z.array(person),
  reasons: z.array(worded),
  rows: z.array(row),
});
export type OverrideFigures = z.infer<typeof figures>;
export type OverridePerson = z.infer<typeof person>;
export type OverrideRow = z.infer<typeof row>;

export async function readOverrides(client: SupabaseClient, span: { from: string; to: string }): Promise<OverrideFigures> {
  return figures.parse(await callFunction(client, 'override_figures', { p: { from: span.from, to: span.to } }));
}
