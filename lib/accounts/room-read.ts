// Instruments with what one lot of each makes in an account's currency, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { sizedIn, type Sized } from '@/lib/accounts/room';

const numeric = z.union([z.string(), z.number()]).transform(String);
const symbol = z.object({ code: z.string(), class: z.string(), contract_size: numeric.nullable(), quote_currency: z.string().nullable() });
const quoted = z.object({ base: z.string(), rate: numeric });
const RATES = 200;

/** By code; the latest rate into the currency counts. */
export async function readSized(client: SupabaseClient, currency: string): Promise<Sized[]> {
  const [symbols, rates] = await Promise.all([
    client.from('symbols').select('code, class, contract_size, quote_currency').order('code').limit(500),
    client.from('fx_rates').select('base, rate').eq('quote', currency).order('at', { ascending: false }).limit(RATES),
  ]);
  const error = symbols.error ?? rates.error;
  if (error) throw new Error(`symbols: ${error.message}`);
  const latest = new Map<string, string>();
  for (const { base, rate } of z.array(quoted).parse(rates.data)) if (!latest.has(base)) latest.set(base, rate);
  return z
    .array(symbol)
    .parse(symbols.data)
    .map((one) => sizedIn(currency, one, latest));
}
