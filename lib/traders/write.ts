// What staff do about a trader. The database checks the role again, moves accounts and trader in one transaction and files the events.
import type { SupabaseClient } from '@supabase/supabase-js';
import { raisedCode } from '@/lib/db/call';
import { mailLeaves } from '@/lib/env';
import { wayOf } from '@/lib/mail/states';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { Access } from '@/lib/traders/access';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'There is no such trader.',
  'already-decided': 'Somebody did this meanwhile. Their reason is shown above; yours is kept here.',
  'reason-missing': 'Write a reason: the trader and the audit read it.',
  'already-known': 'There is another trader with this address.',
  'already-proven': 'The trader signs in with this address: only they can prove another.',
  invalid: 'This is not acceptable.',
  'nothing-to-invite': 'This trader signs in already, or their access is stopped.',
  erased: 'This person was erased: nothing brings them back.',
};

function refusalOf(message: string, otherwise: string): Result<never> {
  const code = Object.keys(WORDS).find((one) => message === one) ?? (message.includes('lock timeout') ? 'busy' : 'not-done');
  return refuse(code, WORDS[code] ?? otherwise);
}

const DONE: Record<Access, string> = { active: 'Access restored', disabled: 'Trader disabled', banned: 'Trader banned' };

export async function setAccess(client: SupabaseClient, input: { id: string; access: Access; reason: string }): Promise<Result<string>> {
  const { data, error } = await client.rpc('set_trader', { p_id: input.id, p_access: input.access, p_reason: input.reason });
  if (error) return refusalOf(error.message, 'Nothing was changed: an account of theirs is being judged right now. Try again.');
  const blocked = (data as { blocked_accounts: string[] }).blocked_accounts.length;
  return accept(blocked > 0 ? `${DONE[input.access]}, ${blocked} ${blocked === 1 ? 'account' : 'accounts'} blocked` : DONE[input.access]);
}

export async function addTraderNote(client: SupabaseClient, traderId: string, body: string): Promise<Result<string>> {
  const { error } = await client.rpc('add_trader_note', { p_trader_id: traderId, p_body: body });
  return error ? refusalOf(error.message, 'The note could not be kept. Your words are still here.') : accept('Note added');
}

export async function inviteTrader(client: SupabaseClient, traderId: string): Promise<Result<string>> {
  const { error } = await client.rpc('invite_trader', { p_trader_id: traderId });
  if (error) return refusalOf(error.message, 'The invitation could not be made.');
  return accept(wayOf(mailLeaves(), 'Invitation mailed; earlier links ended'));
}

/** What is known of how to reach somebody; what is left out stays as it is. */
export type Contact = { full_name?: string; email?: string; country?: string | null };

/** Nothing is said of what did not change, so what a colleague mended meanwhile is not undone. */
export async function changeContact(client: SupabaseClient, id: string, change: Contact): Promise<Result<string>> {
  if (Object.keys(change).length === 0) return refuse('nothing-changed', 'Nothing was changed: it says so already.');
  const { data, error } = await client.rpc('save_trader', { p: { id, ...change } });
  if (error) return refusalOf(raisedCode(error.message) ?? error.message, 'Nothing was changed. Try again.');
  const told = data as { refusal?: string; path?: string };
  if (told.refusal === undefined) return accept('Contact changed');
  return refuse(told.refusal, WORDS[told.refusal] ?? 'This is not acceptable.', { path: told.path ?? '' });
}
