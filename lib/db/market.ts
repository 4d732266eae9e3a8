// What the judge reads about the market, by version. A version never changes, so it may be kept; one that is no longer the present one
// is not to be had any more, and whoever asked loads again, so that what belongs to two versions is never mixed.
import { LRUCache } from 'lru-cache';
import { serviceClient } from '@/lib/db/clients';
import { marketOf, type MarketParts } from '@/lib/rules/market-rows';
import type { MarketData } from '@/lib/rules/market';

interface Held {
  since: number;
  market: Promise<MarketData | null>;
}
/** The present version, and the one before it for those who are still at it. */
const held = new LRUCache<number, Held>({ max: 2 });

/** Whole months, so that accounts a few days apart are told from one reading. */
function monthOf(since: number): number {
  const at = new Date(Number.isFinite(since) ? since : 0);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}

/** The market as of a version, from `since` on or earlier; null where that version is gone. */
export async function marketAt(version: number, since: number): Promise<MarketData | null> {
  const from = monthOf(since);
  const known = held.get(version);
  if (known !== undefined && known.since <= from) return known.market;
  const market = load(version, from);
  held.set(version, { since: from, market });
  const forget = () => void (held.peek(version)?.market === market && held.delete(version));
  market.then((found) => found ?? forget(), forget);
  return market;
}

async function load(version: number, from: number): Promise<MarketData | null> {
  const p_since = new Date(from).toISOString();
  const { data, error } = await serviceClient().rpc('load_market', { p_version: version, p_since });
  if (error) throw new Error(`The market could not be read: ${error.message}`);
  return data === null ? null : marketOf(data as unknown as MarketParts);
}
