// Traders and payouts as callers of the REST doors read them: with their own rights, newest first.
import type { SupabaseClient } from '@supabase/supabase-js';
import { olderThan, pageOf, type Page } from '@/lib/api/paging';
import { payoutQuery } from '@/lib/api/people-requests';
import type { Listed } from '@/lib/api/read';
import { accept, refuse, type Result } from '@/lib/refusal';
import { UUID } from '@/lib/uuid';

type Row = Record<string, unknown>;

/** The address is masked by the database for those who need none. */
const TRADER =
  'id, email, full_name, country, kyc_status, access, is_active, disabled_reason, has_signed_up, accounts, living_accounts, last_login_at, created_at';

export async function tradersPage(client: SupabaseClient, page: Page): Promise<Listed> {
  let request = client.from('traders_list').select(TRADER);
  if (page.after) request = request.or(olderThan('created_at', page.after));
  const { data, error } = await request
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(page.limit + 1);
  if (error) throw new Error(`traders_list: ${error.message}`);
  return pageOf((data ?? []) as unknown as Row[], page, ({ created_at, id }) => ({ at: String(created_at), id: String(id) }));
}

export async function traderById(client: SupabaseClient, id: string): Promise<Result<Row>> {
  if (!UUID.test(id)) return notFound();
  const { data, error } = await client.from('traders_list').select(TRADER).eq('id', id).maybeSingle();
  if (error) throw new Error(`traders_list: ${error.message}`);
  return data ? accept(data as unknown as Row) : notFound();
}

const notFound = () => refuse('not-found', 'There is no such trader.');

const PAYOUT =
  'id, account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, state, route, approvals_required, provider, provider_ref, hold_until, requested_at, approved_at, sent_at, rejection_reason, version';

export async function payoutsPage(client: SupabaseClient, query: URLSearchParams, page: Page): Promise<Result<Listed>> {
  const read = payoutQuery.safeParse(Object.fromEntries(query));
  if (!read.success) {
    const path = read.error.issues[0]?.path.join('.') ?? '';
    return refuse('invalid', `${path}: ${read.error.issues[0]?.message ?? 'is not valid'}.`, { path });
  }
  let request = client.from('payouts').select(PAYOUT);
  for (const name of ['account_id', 'trader_id', 'state'] as const) {
    const asked = read.data[name];
    if (asked !== undefined) request = request.eq(name, asked);
  }
  if (page.after) request = request.or(olderThan('requested_at', page.after));
  const { data, error } = await request
    .order('requested_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(page.limit + 1);
  if (error) throw new Error(`payouts: ${error.message}`);
  const rows = (data ?? []) as unknown as Row[];
  return accept(pageOf(rows, page, ({ requested_at, id }) => ({ at: String(requested_at), id: String(id) })));
}
