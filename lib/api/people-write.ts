// What the REST doors change about traders. The same functions as behind the pages, so a call is no more generous than the office.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import { traderById } from '@/lib/api/people-read';
import type { newTrader, traderChange } from '@/lib/api/people-requests';
import { raisedCode } from '@/lib/db/call';
import { refuse, type Refusal, type Result } from '@/lib/refusal';
import { UUID } from '@/lib/uuid';

const WORDS: Record<string, string> = {
  invalid: 'This is not acceptable.',
  'already-known': 'There is a trader with this address already.',
  'already-proven': 'The trader signs in with this address; only they can prove another.',
};
const TROUBLE: Record<string, Omit<Refusal, 'code'>> = {
  'not-allowed': { message: 'Your role may not do this.' },
  'not-found': { message: 'There is no such trader.' },
  'already-decided': { message: 'Their access is like that already.' },
  'reason-missing': { message: 'Say why: the trader and the audit read it.', path: 'reason' },
};

export async function makeTrader(client: SupabaseClient, input: z.output<typeof newTrader>): Promise<Result<unknown>> {
  return saved(client, input);
}

export async function changeTrader(client: SupabaseClient, id: string, change: z.output<typeof traderChange>): Promise<Result<unknown>> {
  const { access, reason, ...contact } = change;
  if (!UUID.test(id)) return refuse('not-found', 'There is no such trader.');
  const says = Object.keys(contact).length > 0;
  if (access === undefined && !says) return refuse('invalid', 'Nothing is to be changed.', { path: '' });
  // Each is its own transaction with its own event; doing one and failing the other would answer neither yes nor no.
  if (access !== undefined && says) return refuse('invalid', 'Change access alone, in a request of its own.', { path: 'access' });
  if (access === undefined)
    return reason === undefined ? saved(client, { id, ...contact }) : refuse('invalid', 'A reason goes with access.', { path: 'reason' });
  if (reason === undefined) return refuse('invalid', TROUBLE['reason-missing']?.message ?? '', { path: 'reason' });
  const { error } = await client.rpc('set_trader', { p_id: id, p_access: access, p_reason: reason });
  return error ? troubleOf('set_trader', error.message) : traderById(client, id);
}

async function saved(client: SupabaseClient, p: Record<string, unknown>): Promise<Result<unknown>> {
  const { data, error } = await client.rpc('save_trader', { p });
  if (error) return troubleOf('save_trader', error.message);
  const made = data as { trader_id?: string; refusal?: string; path?: string };
  if (made.trader_id !== undefined) return traderById(client, made.trader_id);
  return refuse('invalid', WORDS[made.refusal ?? ''] ?? 'Not acceptable.', { path: made.path ?? '', facts: { code: made.refusal ?? '' } });
}

function troubleOf(name: string, message: string): Result<never> {
  const code = Object.keys(TROUBLE).find((one) => one === raisedCode(message));
  if (code === undefined) throw new Error(`${name}: ${message}`);
  const { message: words, ...extra } = TROUBLE[code] ?? { message };
  return refuse(code === 'reason-missing' ? 'invalid' : code, words, extra);
}
