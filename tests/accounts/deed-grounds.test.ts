// What the deeds rest on is read whole or not at all: half of it would offer a deed that does something else than it says.
import type { SupabaseClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { readChain } from '@/lib/accounts/chain-read';
import { readDeedGrounds } from '@/lib/accounts/deed-read';
import type { AccountHead } from '@/lib/accounts/read';

const ROW = { blocked_from: null, challenge_type_id: 'c', phase_position: 1, connection_id: 'f', opened_from_account_id: 'b' };

/** Answers every question with one row, but those to `broken` with an error. */
function clientWith(broken: string | null): SupabaseClient {
  const from = (table: string) => {
    const answer = table === broken ? { data: null, error: { message: 'down' } } : { data: ROW, error: null };
    const question: Record<string, unknown> = { then: (done: (told: unknown) => unknown) => Promise.resolve(done(answer)) };
    for (const step of ['select', 'eq', 'gt', 'order', 'limit', 'single', 'maybeSingle']) question[step] = () => question;
    return question;
  };
  return { from } as unknown as SupabaseClient;
}
const account = {
  id: 'a',
  status: 'active',
  is_live: false,
  is_alive: true,
  feed_stale_since: null,
  rule_states: [],
} as unknown as AccountHead;

test.each(['accounts_list', 'phases', 'accounts', 'connections'])('without %s there are no grounds', async (table) => {
  await expect(readDeedGrounds(clientWith(table), account)).rejects.toThrow('down');
});

test.each(['accounts', 'accounts_list', 'reviews_list'])(
  'without %s nothing is said of what the account hangs together with',
  async (table) => {
    await expect(readChain(clientWith(table), 'a')).rejects.toThrow('down');
  },
);

test('where everything answers, both are told', async () => {
  expect(await readDeedGrounds(clientWith(null), account)).toMatchObject({ status: 'active', staleSince: null });
  expect(await readChain(clientWith(null), 'a')).toHaveProperty('reviews');
});
