// What staff read of mail, through the reader's own session: the messages with their words, the log, and the notices.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { searchExpression } from '@/lib/lists/query';
import type { DeliveryState } from '@/lib/mail/states';
import { UUID } from '@/lib/uuid';

const overview = z.object({
  queue: z.object({
    waiting: z.number(),
    later: z.number(),
    oldest_at: z.string().nullable(),
    refused: z.number(),
    trouble: z.string().nullable(),
  }),
  states: z.record(z.string(), z.number()),
  messages: z.array(
    z.object({
      message: z.string(),
      version: z.number(),
      saved_at: z.string().nullable(),
      saved_by: z.string().nullable(),
      letters: z.number(),
      bad: z.number(),
    }),
  ),
  stopped: z.number(),
  switched_off: z.number(),
});
export type MailOverview = z.infer<typeof overview>;

export async function readOverview(client: SupabaseClient, now: Date): Promise<MailOverview> {
  return overview.parse(await callFunction(client, 'mail_overview', { p_now: now.toISOString() }));
}

const version = z.object({
  version: z.number(),
  subject: z.string(),
  body: z.string(),
  is_active: z.boolean(),
  reason: z.string().nullable(),
  created_at: z.string(),
  saved_by_name: z.string().nullable(),
});
export type WordsVersion = z.infer<typeof version>;

/** Every version staff saved of a message's words, the newest first. */
export async function readVersions(client: SupabaseClient, message: string): Promise<WordsVersion[]> {
  const { data, error } = await client
    .from('mail_templates')
    .select('version, subject, body, is_active, reason, created_at, staff(full_name, email)')
    .eq('message', message)
    .eq('locale', 'en')
    .order('version', { ascending: false })
    .limit(100);
  if (error) throw new Error(`mail_templates: ${error.message}`);
  const rows = data as unknown as (Omit<WordsVersion, 'saved_by_name'> & { staff: { full_name: string; email: string } | null })[];
  return rows.map(({ staff, ...row }) => version.parse({ ...row, saved_by_name: staff && (staff.full_name || staff.email) }));
}

export interface PreviewRecord {
  id: string;
  login: string;
  trader_name: string | null;
  challenge_title: string | null;
  status: string;
}

const FEW = 8;

/** Accounts a preview may be written from: those that match, or the ones last heard of. */
export async function findRecords(client: SupabaseClient, q: string): Promise<PreviewRecord[]> {
  let asked = client.from('accounts_list').select('id, login, trader_name, challenge_title, status');
  if (q) asked = asked.or(`login.imatch."${searchExpression(q)}",trader_name.imatch."${searchExpression(q)}"`);
  const { data, error } = await asked.order('last_event_at', { ascending: false, nullsFirst: false }).order('id').limit(FEW);
  if (error) throw new Error(`accounts_list: ${error.message}`);
  return data as PreviewRecord[];
}

/** What a letter about that account would know; null where there is no such account. */
export async function readPreview(client: SupabaseClient, message: string, account: string): Promise<Record<string, unknown> | null> {
  if (!UUID.test(account)) return null;
  return callFunction<Record<string, unknown>>(client, 'preview_mail', { p_message: message, p_account_id: account }).catch(() => null);
}

export interface DeliveryRow {
  id: string;
  message: string;
  state: DeliveryState;
  state_reason: string | null;
  to_email: string | null;
  subject: string | null;
  template_version: number | null;
  is_test: boolean;
  attempts: number;
  account_id: string | null;
  login: string | null;
  trader_id: string | null;
  trader_name: string | null;
  run_at: string | null;
  created_at: string;
}
export interface DeliveryDetail extends DeliveryRow {
  template_trouble: string | null;
  violation_id: string | null;
  event_id: number;
  repeats_id: string | null;
  notice_id: string | null;
  provider_id: string | null;
  sent_at: string | null;
  told_at: string | null;
}

export async function readDelivery(client: SupabaseClient, id: string): Promise<DeliveryDetail | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('deliveries_list').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`deliveries_list: ${error.message}`);
  return data as DeliveryDetail | null;
}

/** The other letters of the same one: what was sent again, and from which. */
export async function readRepeats(client: SupabaseClient, { id, repeats_id }: DeliveryDetail): Promise<DeliveryRow[]> {
  const root = repeats_id ?? id;
  const asked = client.from('deliveries_list').select('*').or(`repeats_id.eq.${root},id.eq.${root}`).neq('id', id);
  const { data, error } = await asked.order('created_at', { ascending: false }).limit(20);
  if (error) throw new Error(`deliveries_list: ${error.message}`);
  return data as DeliveryRow[];
}

const address = z.object({
  address: z.object({ state: z.enum(['bounced', 'complained']), reason: z.string().nullable(), since: z.string() }).nullable(),
  switched_off_at: z.string().nullable(),
});
export type TraderMail = z.infer<typeof address>;

/** Whether letters reach a trader. */
export async function readTraderMail(client: SupabaseClient, trader: string): Promise<TraderMail> {
  return address.parse(await callFunction(client, 'trader_mail', { p_trader_id: trader }));
}
