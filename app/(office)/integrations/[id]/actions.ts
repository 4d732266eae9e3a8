'use server';
// An exported history handed in for an account of a source. It is checked first, and only what was seen is taken in.
import { createHash } from 'node:crypto';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { checkHistory, takeHistory, type HistoryTold } from '@/lib/trades/history-receive';
import { parseZone } from '@/lib/trades/sources/mt5-zone';

const handing = z.strictObject({
  id: z.uuid(),
  login: z.string().trim().min(1, 'Say whose history it is.').max(128),
  zone: z.string().trim().max(60),
  dates: z.enum(['', 'dmy', 'mdy']),
  per_contract: z
    .string()
    .trim()
    .regex(/^(\d{1,6}(\.\d{1,6})?)?$/, 'Write an amount such as 0.52, or leave it empty.'),
  text: z.string().min(1, 'Choose the file.').max(700_000, 'At most 700,000 signs at once; npm run import takes more.'),
  intent: z.enum(['check', 'import'], 'Check the file first.'),
  /** Of the last check: how many events were new, and of what. */
  expects: z.string().regex(/^(\d{1,6}-[0-9a-f]{16})?$/),
});

export const handInHistory = staffAction(
  ['risk', 'config', 'admin'],
  handing,
  async ({ id: connection_id, intent, expects, ...said }, actor) => {
    const zone = said.zone === '' ? null : parseZone(said.zone);
    if (said.zone !== '' && zone === null)
      return refuse('invalid-input', 'Write a zone such as Europe/Athens or America/New_York+7h.', { path: 'zone' });
    const { login, text } = said;
    const hints = { zone, dates: said.dates === '' ? null : said.dates, per_contract: said.per_contract === '' ? null : said.per_contract };
    const handed = { connection_id, login, text, ...hints, staff_id: actor.id };
    const now = new Date();
    const digest = digestOf([connection_id, login, said.zone, said.dates, said.per_contract, text.replaceAll('\r\n', '\n')]);
    if (intent === 'check') {
      const told = await checkHistory(handed, now);
      return told.ok ? refuse('would-take', wordsOf(told.value), { facts: factsOf(told.value, digest) }) : told;
    }
    const [fresh = '', seen] = expects.split('-');
    if (seen !== digest) return refuse('not-checked', 'Check the file first, as it is now.');
    const done = await takeHistory(handed, Number.parseInt(fresh, 10), now);
    if (!done.ok) return done;
    refresh();
    return accept(`${done.value.recorded} events were taken in, ${done.value.known} were known already.`);
  },
);

function wordsOf({ report, trades, operations, net, fresh, known }: HistoryTold): string {
  return `${report}: ${trades} closed trades, net ${net}, and ${operations} movements of the balance. ${fresh} events are new, ${known} known already.`;
}

function factsOf({ fresh, refused, notes }: HistoryTold, digest: string): Record<string, string> {
  return { expects: `${fresh}-${digest}`, refused: JSON.stringify(refused.slice(0, 50)), notes: JSON.stringify(notes.slice(0, 20)) };
}

/** Another zone or account makes another history of the same file. */
function digestOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
