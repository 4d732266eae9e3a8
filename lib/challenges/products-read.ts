// Reads products with their phases and figures, and what was paid for that nobody sells, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Platform, Product, ProductChange, ProductFigures, ProductPhase } from '@/lib/challenges/products';
import { UUID } from '@/lib/uuid';

const COLUMNS =
  'id, title, steps, kind, product_id, account_size_cents, currency, price_cents, profit_split_bps, connection_id, is_archived, archived_at, version';

export async function readProduct(client: SupabaseClient, id: string): Promise<{ product: Product; phases: ProductPhase[] } | null> {
  if (!UUID.test(id)) return null;
  const [kind, phases] = await Promise.all([
    client.from('challenge_types').select(COLUMNS).eq('id', id).maybeSingle(),
    client.from('phases').select('id, challenge_type_id, position, name, is_live, version').eq('challenge_type_id', id).order('position'),
  ]);
  const error = kind.error ?? phases.error;
  if (error) throw new Error(`challenge_types: ${error.message}`);
  return kind.data ? { product: kind.data as Product, phases: (phases.data ?? []) as ProductPhase[] } : null;
}

/** What is not sold any more, the last archived first. */
export async function readArchived(client: SupabaseClient): Promise<Product[]> {
  const { data, error } = await client
    .from('challenge_types')
    .select(COLUMNS)
    .eq('is_archived', true)
    .order('archived_at', { ascending: false })
    .limit(200);
  if (error) throw new Error(`challenge_types: ${error.message}`);
  return (data ?? []) as Product[];
}

/** By product. */
export async function readFigures(client: SupabaseClient): Promise<Map<string, ProductFigures>> {
  const { data, error } = await client.rpc('catalogue_figures');
  if (error) throw new Error(`catalogue_figures: ${error.message}`);
  return new Map(((data ?? []) as ProductFigures[]).map((one) => [one.challenge_type_id, one]));
}

/** What was changed about a product and its phases, the latest first. */
export async function readChanges(client: SupabaseClient, id: string): Promise<ProductChange[]> {
  const { data, error } = await client.rpc('catalogue_history', { p_id: id });
  if (error) throw new Error(`catalogue_history: ${error.message}`);
  return (data ?? []) as ProductChange[];
}

/** Connections an account can live on. */
export async function readPlatforms(client: SupabaseClient): Promise<Platform[]> {
  const { data, error } = await client.from('connections').select('id, slug, kind, status').in('kind', ['neutral', 'broker']).order('slug');
  if (error) throw new Error(`connections: ${error.message}`);
  return (data ?? []).map(({ id, slug, kind, status }: { id: string; slug: string; kind: string; status: string }) => {
    const isOff = status !== 'active';
    return { value: id, label: `${slug} (${kind}${isOff ? ', switched off' : ''})`, isOff };
  });
}

export interface UnsoldProduct {
  ref: string;
  name: string;
  orders: number;
}

/** Ids of products that were paid for and are not in the catalogue, with how many orders wait for each. Nothing for who may not read orders. */
export async function readUnsold(client: SupabaseClient): Promise<UnsoldProduct[]> {
  const { data, error } = await client
    .from('orders_list')
    .select('product_refs, product_name')
    .eq('state', 'undeliverable')
    .in('problem', ['unknown-product', 'archived-product', 'ambiguous-product'])
    .limit(500);
  if (error) throw new Error(`orders_list: ${error.message}`);
  const counted = new Map<string, UnsoldProduct>();
  for (const { product_refs, product_name } of (data ?? []) as { product_refs: string[]; product_name: string }[]) {
    const ref = product_refs.join(' or ') || 'no id at all';
    const held = counted.get(ref) ?? { ref, name: product_name, orders: 0 };
    counted.set(ref, { ...held, orders: held.orders + 1 });
  }
  return [...counted.values()].sort((a, b) => b.orders - a.orders);
}
