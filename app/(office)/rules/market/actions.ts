'use server';
// Changing what the judge knows of the market. Only config and admin; an import is looked at before it is taken in.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { IMPORT_KINDS, readImport } from '@/lib/market/import-input';
import { readSymbol } from '@/lib/market/symbol-input';
import { checkImport, judgeAnew, saveSymbol, takeImport, type ToldChanges } from '@/lib/market/write';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const WRITERS = ['config', 'admin'] as const;

const importing = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  source: z.string().max(80),
  calendar: z.string().max(80).optional(),
  from: z.string().max(10).optional(),
  to: z.string().max(10).optional(),
  text: z.string().max(500_000, 'At most half a million signs at once.'),
  intent: z.enum(['check', 'import'], 'Check the list first.'),
  /** Counts of the last check: added, changed, withdrawn. */
  expects: z.string().regex(/^(\d+ \d+ \d+)?$/),
});

export const importMarket = staffAction(WRITERS, importing, async ({ intent, expects, ...said }) => {
  const read = readImport(said);
  if (!read.ok) return read;
  const { kind, p } = read.value;
  const client = await createClient();
  const now = new Date();
  if (intent === 'check') {
    const told = await checkImport(client, kind, p, now);
    return told.ok ? refuse('would-change', wordsOf(told.value, 'would be'), { facts: factsOf(told.value) }) : told;
  }
  const [added, changed, withdrawn] = expects.split(' ').map((count) => Number.parseInt(count, 10));
  if (added === undefined || changed === undefined || withdrawn === undefined) return refuse('not-checked', 'Check the list first.');
  const done = await takeImport(client, kind, p, { added, changed, withdrawn }, now);
  if (!done.ok) return done;
  refresh();
  return accept(wordsOf(done.value, 'were'));
});

function wordsOf({ added, changed, withdrawn }: ToldChanges, verb: string): string {
  return `${added} ${verb} added, ${changed} changed, ${withdrawn} withdrawn.`;
}

function factsOf({ added, changed, withdrawn, changes }: ToldChanges): Record<string, string> {
  return { expects: `${added} ${changed} ${withdrawn}`, changes: JSON.stringify(changes) };
}

const judging = z.strictObject({
  since: z.iso.date('Write the day.'),
  reason: reasonText('Say why; it is kept with every account.'),
});

export const judgeAccountsAnew = staffAction(WRITERS, judging, async ({ since, reason }) => {
  const done = await judgeAnew(await createClient(), `${since}T00:00:00Z`, reason, new Date());
  if (!done.ok) return done;
  refresh();
  return accept(`${done.value} ${done.value === 1 ? 'account is' : 'accounts are'} judged again, each in a moment.`);
});

const saving = z.record(z.string(), z.string().max(2_000));

export const saveMarketSymbol = staffAction(WRITERS, saving, async (fields) => {
  const symbol = readSymbol(fields);
  if (!symbol.ok) return symbol;
  const saved = await saveSymbol(await createClient(), symbol.value, new Date());
  if (!saved.ok) return saved;
  refresh();
  return accept(`${symbol.value.code} is saved; accounts are judged by it from the next event on.`);
});
