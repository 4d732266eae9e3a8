// What an account hangs together with: the one it was opened from, the one opened from it, and the questions about it that are open.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { ReviewKind } from '@/lib/reviews/kinds';

export interface ChainLink {
  id: string;
  login: string;
  status: string;
  phase_name: string | null;
  /** `scaled` where it went on at a larger size. */
  closure_reason: string | null;
}
export interface AccountChain {
  before: ChainLink | null;
  after: ChainLink | null;
  /** Whether it went on at a larger size. */
  isScaled: boolean;
  /** Only the kinds the reader sees. */
  reviews: { id: string; kind: ReviewKind; rule: string; due_at: string | null; is_overdue: boolean }[];
}

const LINK = 'id,login,status,phase_name,closure_reason,opened_from_account_id';

export async function readChain(client: SupabaseClient, accountId: string): Promise<AccountChain> {
  const [self, after, reviews] = await Promise.all([
    client.from('accounts').select('opened_from_account_id,closure_reason').eq('id', accountId).maybeSingle(),
    client
      .from('accounts_list')
      .select(LINK)
      .eq('opened_from_account_id', accountId)
      .order('created_at', { ascending: false })
      .limit(1)
      .maybeSingle<ChainLink>(),
    client
      .from('reviews_list')
      .select('id,kind,rule,due_at,is_overdue')
      .eq('account_id', accountId)
      .eq('is_open', true)
      .order('due_at')
      .limit(20),
  ]);
  const failed = self.error ?? after.error ?? reviews.error;
  if (failed) throw new Error(`What the account hangs together with could not be read: ${failed.message}`);
  const from = self.data?.opened_from_account_id as string | null | undefined;
  const before = from ? await client.from('accounts_list').select(LINK).eq('id', from).maybeSingle<ChainLink>() : null;
  if (before?.error) throw new Error(`accounts_list: ${before.error.message}`);
  return {
    before: before?.data ?? null,
    after: after.data,
    isScaled: self.data?.closure_reason === 'scaled',
    reviews: (reviews.data ?? []) as AccountChain['reviews'],
  };
}
