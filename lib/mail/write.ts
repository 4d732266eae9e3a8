// What staff do about mail. The words are checked here with everything there is to say about them, and by the database again, which also
// checks the role, what was seen, and files the events.
import type { SupabaseClient } from '@supabase/supabase-js';
import { callFunction } from '@/lib/db/call';
import { mailLeaves } from '@/lib/env';
import { compose } from '@/lib/mail/compose';
import type { Template } from '@/lib/mail/message';
import { findMessage } from '@/lib/mail/register';
import { wayOf } from '@/lib/mail/states';
import { checkWords } from '@/lib/mail/template';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'This letter does not exist any more.',
  stale: 'This changed since you opened it. Look at it again, then decide; what you typed is still here.',
  'no-change': 'These words are in force already.',
  'already-decided': 'This is not in a state for that any more.',
  'needs-another-person': 'You wrote this notice, so another person of config or admin sends it.',
  'slow-down': 'That is often enough for now; try again later.',
  'reason-missing': 'Say why; it is kept.',
  invalid: 'Something in it cannot be read.',
};

/** A deed of the database: its answer in words, or the refusal it threw. */
async function deed<T>(
  client: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  done: (answer: T) => string,
): Promise<Result<string>> {
  try {
    return accept(done(await callFunction<T>(client, name, args)));
  } catch (trouble) {
    const code = /: ([a-z]+(?:-[a-z]+)*)$/.exec(String(trouble))?.[1] ?? '';
    const known = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
    return known ? refuse(code, known) : refuse('not-done', 'The database refused it. Nothing was changed.');
  }
}

interface Saving extends Template {
  message: string;
  /** The version in force as they saw it. */
  seen: number;
  reason: string;
}

export async function saveWords(client: SupabaseClient, { subject, body, ...rest }: Saving, origin: string): Promise<Result<string>> {
  const message = findMessage(rest.message);
  if (!message) return refuse('unknown-message', 'There is no such message.');
  const words = { subject: subject.trim(), body: body.replaceAll('\r\n', '\n').trim() };
  const checked = checkWords(message, words, origin);
  if (!checked.ok) return checked;
  const written = compose(message.name, words, message.example, { origin });
  if (!written.ok) return written;
  return deed<number>(
    client,
    'save_mail_template',
    { p: { ...rest, ...words } },
    (made) => `Version ${made} is in force from the next letter on`,
  );
}

/** Puts the words of the house back into force; every version stays readable. */
export const restoreHouse = (client: SupabaseClient, p: Omit<Saving, 'subject' | 'body'>): Promise<Result<string>> =>
  deed(client, 'save_mail_template', { p }, () => 'The words of the house are in force again');

/** Sends the words as they are being written to whoever asks, and to nobody else. */
export async function testWords(
  client: SupabaseClient,
  name: string,
  words: Template,
  context: unknown,
  origin: string,
): Promise<Result<string>> {
  const message = findMessage(name);
  if (!message) return refuse('unknown-message', 'There is no such message.');
  const checked = checkWords(message, words, origin);
  if (!checked.ok) return checked;
  const p = { message: name, subject: words.subject.trim(), body: words.body.replaceAll('\r\n', '\n').trim(), context };
  return deed(client, 'test_mail', { p }, () => wayOf(mailLeaves(), 'The test is on its way to your own address'));
}

export const sendAgain = (client: SupabaseClient, id: string, reason: string): Promise<Result<string>> =>
  deed(client, 'resend_mail', { p_id: id, p_reason: reason }, () => wayOf(mailLeaves(), 'It is written again and on its way'));

export const clearAddress = (client: SupabaseClient, trader: string, reason: string): Promise<Result<string>> =>
  deed(client, 'clear_mail_address', { p_trader_id: trader, p_reason: reason }, () => 'Letters that help go to this address again');

export interface Proposal {
  title: string;
  statement: string;
  holds_from: string;
  audience: string;
  challenge_type_id: string | null;
}

export const proposeNotice = (client: SupabaseClient, p: Proposal): Promise<Result<string>> =>
  deed(client, 'propose_notice', { p }, () => 'The notice waits for another person to send it');

interface NoticeDecision {
  id: string;
  decision: 'send' | 'withdraw';
  /** How many readers they were shown. */
  seen: number;
  reason: string;
}

export const decideNotice = (client: SupabaseClient, { id, decision, seen, reason }: NoticeDecision): Promise<Result<string>> =>
  deed<number>(client, 'decide_notice', { p_id: id, p_decision: decision, p_seen: seen, p_reason: reason }, (letters) =>
    decision === 'send' ? `${letters.toLocaleString('en-US')} letters are on their way, two a second` : 'The notice is withdrawn',
  );
