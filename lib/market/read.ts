// What is known of the market, as the office lists it, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';

export interface SymbolRow {
  code: string;
  class: string;
  contract_size: string | null;
  value_per_unit: string | null;
  quote_currency: string | null;
  is_micro: boolean;
  calendar: string | null;
  symbol_group: string | null;
  aliases: string[];
  version: number;
}
interface NewsRow {
  id: string;
  source: string;
  at: string;
  currency: string;
  impact: string;
  title: string;
  event: string | null;
}
export interface RateRow {
  id: string;
  source: string;
  base: string;
  quote: string;
  rate: string;
  at: string;
}
interface HolidayRow {
  id: string;
  source: string;
  calendar: string;
  day: string;
  closes_at: string | null;
  title: string;
}
export interface ImportRow {
  id: string;
  kind: string;
  source: string;
  calendar: string | null;
  covers_from: string | null;
  covers_to: string | null;
  added: number;
  changed: number;
  withdrawn: number;
  created_at: string;
  staff: { full_name: string } | null;
}
export interface Shown<Row> {
  rows: Row[];
  /** How many there are altogether. */
  total: number;
}

const SHOWN = 200;
const DAY_MS = 86_400_000;

export async function readSymbols(client: SupabaseClient): Promise<SymbolRow[]> {
  // Sizes travel as text: a double would round them.
  const columns = 'code,class,contract_size::text,value_per_unit::text,quote_currency,is_micro,calendar,symbol_group,aliases,version';
  const { data, error } = await client.from('symbols').select(columns).order('code');
  if (error) throw new Error(`symbols: ${error.message}`);
  return data as unknown as SymbolRow[];
}

/** Releases from a week ago on, the next ones first in reach. */
export async function readNews(client: SupabaseClient, now: number): Promise<Shown<NewsRow>> {
  const { data, error, count } = await client
    .from('news_events')
    .select('id,source,at,currency,impact,title,event', { count: 'exact' })
    .is('withdrawn_at', null)
    .gte('at', new Date(now - 7 * DAY_MS).toISOString())
    .order('at')
    .order('id')
    .limit(SHOWN);
  if (error) throw new Error(`news_events: ${error.message}`);
  return { rows: (data ?? []) as NewsRow[], total: count ?? 0 };
}

/** The latest rates, newest first. */
export async function readRates(client: SupabaseClient): Promise<Shown<RateRow>> {
  const { data, error, count } = await client
    .from('fx_rates')
    .select('id,source,base,quote,rate::text,at', { count: 'exact' })
    .order('at', { ascending: false })
    .order('id')
    .limit(SHOWN);
  if (error) throw new Error(`fx_rates: ${error.message}`);
  return { rows: (data ?? []) as unknown as RateRow[], total: count ?? 0 };
}

/** Holidays from a month ago on. */
export async function readHolidays(client: SupabaseClient, now: number): Promise<Shown<HolidayRow>> {
  const { data, error, count } = await client
    .from('market_holidays')
    .select('id,source,calendar,day,closes_at,title', { count: 'exact' })
    .is('withdrawn_at', null)
    .gte('day', new Date(now - 30 * DAY_MS).toISOString().slice(0, 10))
    .order('day')
    .order('id')
    .limit(SHOWN);
  if (error) throw new Error(`market_holidays: ${error.message}`);
  return { rows: (data ?? []) as HolidayRow[], total: count ?? 0 };
}

/** The last imports of a kind, newest first: what they covered and who brought them. */
export async function readImports(client: SupabaseClient, kind: string): Promise<ImportRow[]> {
  const { data, error } = await client
    .from('market_imports')
    .select('id,kind,source,calendar,covers_from,covers_to,added,changed,withdrawn,created_at,staff(full_name)')
    .eq('kind', kind)
    .order('created_at', { ascending: false })
    .order('id')
    .limit(20);
  if (error) throw new Error(`market_imports: ${error.message}`);
  return (data ?? []) as unknown as ImportRow[];
}
