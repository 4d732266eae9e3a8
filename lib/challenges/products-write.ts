// What config staff do to products and phases. The database checks the role and the version seen, and files what was and what is.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { ProductInput } from '@/lib/challenges/products';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, [message: string, path?: string]> = {
  'not-allowed': ['Your role may not do this.'],
  'not-found': ['This product or phase does not exist.'],
  stale: ['This changed since you opened it. What stands now is shown; what you typed is still here.'],
  'already-decided': ['It is in that state already.'],
  'reason-missing': ['Say why; it is kept with the product.', 'reason'],
  'terms-fixed': [
    'Somebody bought these terms, or rules were published for them. Make a new product instead; title, price, split and id may change.',
  ],
  'live-is-last': ['A product has one live phase, and it comes last.', 'position'],
  'source-off': ['This source is switched off: an account opened on it would be judged by nobody.', 'connection_id'],
  'unknown-connection': ['Accounts live on a broker’s or the neutral connection.', 'connection_id'],
};

function refused(error: { message: string; code?: string }): ReturnType<typeof refuse> {
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  const [known, path] = (Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? [];
  if (known) return refuse(code, known, path ? { path } : {});
  if (/challenge_types_product/.test(error.message))
    return refuse('product-id-taken', 'Another product has this id already.', { path: 'product_id' });
  if (error.code === '23505') return refuse('position-taken', 'Another phase stands at this position.', { path: 'position' });
  return refuse('not-saved', 'The database refused it. Nothing was changed.');
}

export async function saveProduct(client: SupabaseClient, { id, ...product }: ProductInput): Promise<Result<string>> {
  const { data, error } = await client.rpc('save_challenge_type', { p: id ? { id, ...product } : product });
  return error ? refused(error) : accept(String(data));
}

interface Archiving {
  id: string;
  version: number;
  is_archived: boolean;
  reason: string;
}

export async function archiveProduct(client: SupabaseClient, { id, version, is_archived, reason }: Archiving): Promise<Result<boolean>> {
  const args = { p_id: id, p_version: version, p_is_archived: is_archived, p_reason: reason };
  const { data, error } = await client.rpc('archive_challenge_type', args);
  return error ? refused(error) : accept(data === true);
}

interface PhaseInput {
  id?: string;
  version?: number;
  challenge_type_id: string;
  position: number;
  name: string;
  is_live: boolean;
}

export async function savePhase(client: SupabaseClient, phase: PhaseInput): Promise<Result<string>> {
  const { data, error } = await client.rpc('save_phase', { p: phase });
  return error ? refused(error) : accept(String(data));
}
