// Finds accounts by login, people by name and mail, and lines by address, as the asker: what they may not read is not found, and a mail or
// an address they see masked is found by its mask alone.
import type { SupabaseClient } from '@supabase/supabase-js';
import { loginText } from '@/lib/accounts/login-text';
import { callFunction } from '@/lib/db/call';
import { asCaller } from '@/lib/lists/read';
import { likePattern } from '@/lib/lists/query';
import { looksLikeAddress, type SearchHit } from '@/lib/search/answer';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';
import { UUID } from '@/lib/uuid';

const FEW = 6;

// The whole login first, then what lives, so that the account in front of somebody on the phone stands on top.
const ACCOUNTS = `select id, login, status, trader_name, challenge_title, phase_name from public.accounts_list
  where login ilike $1 or id = $3::uuid order by lower(login) = lower($2) desc, is_alive desc, login, id limit ${FEW}`;
const TRADERS = `select id, full_name, email, (select count(*) from public.accounts a where a.trader_id = t.id)::int as accounts from public.traders_list t
  where full_name ilike $1 or email ilike $1 or id = $3::uuid order by lower(email) = lower($2) desc, lower(full_name) = lower($2) desc, full_name, id limit ${FEW}`;

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
  const [people, lines] = await Promise.all([searchBook(actor, q), searchLines(client, actor, q)]);
  return [...lines, ...people];
}

async function searchBook(actor: StaffActor, q: string): Promise<SearchHit[]> {
  const values = [likePattern(q), q, UUID.test(q) ? q : null];
  return asCaller(actor.id, async (sql) => {
    const accounts = await sql.query<AccountFound>(ACCOUNTS, values);
    const traders = await sql.query<TraderFound>(TRADERS, values);
    return [...accounts.rows.map(accountHit), ...traders.rows.map(traderHit)];
  });
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
