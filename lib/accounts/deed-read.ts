// What the deeds of an account depend on: its next phase, whether it was gone on from, its gates and whether its feed can be asked.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { DeedGrounds } from '@/lib/accounts/deed';
import type { AccountStatus } from '@/lib/accounts/lifecycle';
import type { AccountHead } from '@/lib/accounts/read';

interface Place {
  blocked_from: 'active' | 'live' | null;
  challenge_type_id: string;
  phase_position: number;
  connection_id: string;
}

export async function readDeedGrounds(client: SupabaseClient, account: AccountHead): Promise<DeedGrounds> {
  const placed = await client
    .from('accounts_list')
    .select('blocked_from,challenge_type_id,phase_position,connection_id')
    .eq('id', account.id)
    .single<Place>();
  if (placed.error) throw new Error(`accounts_list: ${placed.error.message}`);
  const { blocked_from, challenge_type_id, phase_position, connection_id } = placed.data;
  const [next, continued, feed] = await Promise.all([
    client
      .from('phases')
      .select('name,is_live')
      .eq('challenge_type_id', challenge_type_id)
      .gt('position', phase_position)
      .order('position')
      .limit(1)
      .maybeSingle(),
    client.from('accounts').select('id').eq('opened_from_account_id', account.id).limit(1),
    client.from('connections').select('resync_url').eq('id', connection_id).maybeSingle(),
  ]);
  // A deed offered on half of its grounds would say something else than what it does.
  const failed = next.error ?? continued.error ?? feed.error;
  if (failed) throw new Error(`The grounds of the deeds could not be read: ${failed.message}`);
  return {
    status: account.status as AccountStatus,
    blockedFrom: blocked_from,
    isLive: account.is_live,
    next: next.data ? { name: String(next.data.name), isLive: Boolean(next.data.is_live) } : null,
    isContinued: (continued.data ?? []).length > 0,
    openGates: (account.rule_states ?? [])
      .filter((one) => one.outcome === 'unknown' || (one.consequence === 'payout_gate' && one.outcome !== 'met' && one.outcome !== 'pass'))
      .map((one) => `${one.rule.replaceAll('-', ' ')}${one.outcome === 'unknown' ? ' (not known)' : ''}`),
    staleSince: account.is_alive && account.feed_stale_since ? new Date(account.feed_stale_since).toISOString() : null,
    canBePulled: Boolean(feed.data?.resync_url),
  };
}
