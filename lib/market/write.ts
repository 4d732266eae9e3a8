// What config staff change of the market. The database compares, checks the role again, and files the event.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { ImportKind, MarketImport } from '@/lib/market/import-input';
import type { SymbolRow } from '@/lib/market/read';
import { accept, refuse, type Result } from '@/lib/refusal';
import { marketRules } from '@/lib/rules/reads-market';

export interface Change {
  what: 'added' | 'changed' | 'withdrawn';
  key: string;
  was: Record<string, string | null> | null;
  is: Record<string, string | null> | null;
}
export interface Counts {
  added: number;
  changed: number;
  withdrawn: number;
}
export interface ToldChanges extends Counts {
  /** The first of them. */
  changes: Change[];
}
/** `version` is the one that was seen; 0 for a symbol that does not exist yet. */
export type SymbolInput = SymbolRow;

function refused(error: { message: string; code?: string }): { ok: false; refusal: { code: string; message: string } } {
  if (error.message === 'not-allowed') return refuse('not-allowed', 'Your role may not do this.');
  if (error.message === 'stale') return refuse('stale', 'This changed since you looked at it. Look again, then decide.');
  if (error.message === 'alias-taken') {
    return refuse('alias-taken', 'One of these names already means another symbol.', { path: 'aliases' });
  }
  return refuse('not-saved', 'The database refused it. Nothing was changed.');
}

const asked = (client: SupabaseClient, kind: ImportKind, p: object, now: Date) =>
  client.rpc(`import_${kind}`, { p, p_now: now.toISOString() });

/** What an import would change; nothing is written. */
export async function checkImport(client: SupabaseClient, kind: ImportKind, p: MarketImport, now: Date): Promise<Result<ToldChanges>> {
  const { data, error } = await asked(client, kind, { ...p, dry_run: true }, now);
  return error ? refused(error) : accept(data as ToldChanges);
}

/** Takes in what was looked at; where it would change anything else by now it is refused as stale. */
export async function takeImport(
  client: SupabaseClient,
  kind: ImportKind,
  p: MarketImport,
  expects: Counts,
  now: Date,
): Promise<Result<ToldChanges>> {
  const { data, error } = await asked(client, kind, { ...p, expects }, now);
  return error ? refused(error) : accept(data as ToldChanges);
}

/** Has running accounts that were active since an instant folded again, and answers how many they are. */
export async function judgeAnew(client: SupabaseClient, since: string, reason: string, now: Date): Promise<Result<number>> {
  const { data, error } = await client.rpc('judge_anew', { p: { rules: marketRules(), since, reason }, p_now: now.toISOString() });
  return error ? refused(error) : accept(data as number);
}

/** Adds a symbol or changes one, and answers its version. */
export async function saveSymbol(client: SupabaseClient, symbol: SymbolInput, now: Date): Promise<Result<number>> {
  const { data, error } = await client.rpc('save_symbol', { p: symbol, p_now: now.toISOString() });
  return error ? refused(error) : accept(data as number);
}
