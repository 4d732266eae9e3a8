// What staff do about a trader. The database checks the role again, moves accounts and trader in one transaction and files the events.
import type { SupabaseClient } from '@supabase/supabase-js';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { Access } from '@/lib/traders/access';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'There is no such trader.',
  'already-decided': 'Somebody did this meanwhile. Their reason is shown above; yours is kept here.',
  'reason-missing': 'Write a reason: the trader and the audit read it.',
  'nothing-to-invite': 'This trader signs in already, or their access is stopped.',
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
  return error ? refusalOf(error.message, 'The invitation could not be made.') : accept('Invitation mailed; earlier links ended');
}
