// Finds accounts by login, people by name and mail, and lines by address, as the asker: what they may not read is not found, and a mail or
// an address they see masked is found by its mask alone.
import type { SupabaseClient } from '@supabase/supabase-js';
import { loginText } from '@/lib/accounts/login-text';
import { callFunction } from '@/lib/db/call';
import { looksLikeAddress, type SearchHit } from '@/lib/search/answer';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';

type AccountFound = {
  id: string;
  login: string;
  status: string;
  trader_name: string | null;
  challenge_title: string | null;
  phase_name: string | null;
};
type TraderFound = { id: string; full_name: string | null; email: string | null; accounts: number };

export async function search(client: SupabaseClient, actor: StaffActor, q: string): Promise<SearchHit[]> {
  const [book, lines] = await Promise.all([
    callFunction<{ accounts: AccountFound[]; traders: TraderFound[] }>(client, 'find_people', { p_q: q }),
    searchLines(client, actor, q),
  ]);
  return [...lines, ...book.accounts.map(accountHit), ...book.traders.map(traderHit)];
}

const accountHit = ({ id, login, status, trader_name, challenge_title, phase_name }: AccountFound): SearchHit => ({
  kind: 'account',
  id,
  title: loginText(login),
  note: [trader_name, challenge_title, phase_name, status].filter(Boolean).join(', '),
  href: `/accounts/${id}`,
});

const traderHit = ({ id, full_name, email, accounts }: TraderFound): SearchHit => ({
  kind: 'trader',
  id,
  title: full_name ?? email ?? 'Unnamed trader',
  note: [full_name ? email : null, accounts === 1 ? '1 account' : `${accounts} accounts`].filter(Boolean).join(', '),
  href: `/traders/${id}`,
});

async function searchLines(client: SupabaseClient, actor: StaffActor, q: string): Promise<SearchHit[]> {
  if (!looksLikeAddress(q) || !readersOf('/ip-analysis').includes(actor.role)) return [];
  const found = await callFunction<{ id: string; address: string }[]>(client, 'find_lines', { p_q: q });
  return found.map(({ id, address }) => ({
    kind: 'line',
    id,
    title: address,
    note: 'who came from there',
    href: `/ip-analysis/events?line=${id}`,
  }));
}
