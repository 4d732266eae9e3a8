// What the IP analysis shows, read with the reader's own rights: whoever sees addresses masked gets them masked from the database.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { byTrader, evidenceOf } from '@/lib/abuse/access-book';
import { identify, type Identity, type PairEvidence } from '@/lib/abuse/identity';
import { NETWORK_KINDS, type Place } from '@/lib/abuse/shared-ip';
import { UUID } from '@/lib/uuid';

const place = z
  .object({
    id: z.string(),
    kind: z.enum(['address', 'device']),
    label: z.string(),
    traders: z.number(),
    network: z.object({ kind: z.enum(NETWORK_KINDS), owner: z.string().nullable(), source: z.string(), read_on: z.string() }).nullable(),
    allowance: z.object({ reason: z.string(), expires_at: z.string() }).nullable(),
    is_inner: z.boolean(),
  })
  .transform(({ is_inner, ...rest }): Place => ({ ...rest, isInner: is_inner }));
const person = z.object({ id: z.string(), name: z.string(), country: z.string().nullable(), kyc_status: z.string(), trades: z.number() });

const pair = z.object({
  since: z.string(),
  until: z.string(),
  people: z.array(person),
  usages: z.array(z.object({ trader: z.string(), place: z.string(), days: z.array(z.number()) })),
  places: z.array(place),
  likeness: z.array(z.object({ kind: z.enum(['copy_trade', 'hedge']), score: z.number() })),
  accounts: z.array(z.object({ id: z.string(), login: z.string(), trader_id: z.string(), status: z.string(), challenge: z.string() })),
  signals: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      score: z.number(),
      state: z.enum(['open', 'watch', 'confirmed', 'cleared']),
      version: z.number(),
      reason: z.string().nullable(),
      decided_at: z.string().nullable(),
    }),
  ),
  reviews: z.array(z.object({ id: z.string(), state: z.string(), reason: z.string().nullable() })),
});
export type PairFacts = z.infer<typeof pair>;
export interface PairView extends PairFacts {
  evidence: PairEvidence;
  identity: Identity;
}

async function call(client: SupabaseClient, name: string, args: Record<string, unknown>): Promise<unknown> {
  const { data, error } = await client.rpc(name, args);
  if (error) throw new Error(`${name}: ${error.message}`);
  return data;
}

/** Judged when it is read, by the same rule as the search; null where one of the two does not exist. */
export async function readPair(client: SupabaseClient, a: string, b: string): Promise<PairView | null> {
  if (!UUID.test(a) || !UUID.test(b) || a === b) return null;
  const facts = pair.parse(await call(client, 'identity_of', { p_a: a, p_b: b }));
  const book = {
    people: new Map(facts.people.map((one) => [one.id, one])),
    places: new Map(facts.places.map((one) => [one.id, one])),
    byTrader: byTrader(facts.usages),
    likeness: () => facts.likeness,
  };
  const evidence = evidenceOf(book, a, b);
  return evidence && { ...facts, evidence, identity: identify(evidence) };
}

const seen = z.object({ visits: z.number(), first_at: z.string(), last_at: z.string() });
const places = z.object({
  since: z.string(),
  until: z.string(),
  total: z.number(),
  heard: z.array(z.object({ source: z.string(), events: z.number(), last_at: z.string() })),
  places: z.array(place.and(seen)),
});
export type SharedPlaces = z.infer<typeof places>;

export const readPlaces = async (client: SupabaseClient): Promise<SharedPlaces> => places.parse(await call(client, 'shared_places', {}));

const onePlace = z.object({
  since: z.string(),
  until: z.string(),
  place,
  visitors: z.array(
    z.object({
      trader_id: z.string(),
      name: z.string(),
      visits: z.number(),
      days: z.number(),
      first_at: z.string(),
      last_at: z.string(),
      accounts: z.array(z.object({ id: z.string(), login: z.string() })),
    }),
  ),
});
export type PlaceView = z.infer<typeof onePlace>;

/** Null for a place nobody was at. */
export async function readPlace(client: SupabaseClient, id: string): Promise<PlaceView | null> {
  const told = await call(client, 'place_of', { p_place: id });
  return told === null ? null : onePlace.parse(told);
}

const allowance = z.object({
  id: z.string(),
  network: z.string(),
  reason: z.string(),
  expires_at: z.string(),
  ended_at: z.string().nullable(),
  end_reason: z.string().nullable(),
  created_at: z.string(),
});
export type AllowanceRow = z.infer<typeof allowance>;

/** Newest first. */
export async function readAllowances(client: SupabaseClient): Promise<AllowanceRow[]> {
  const { data, error } = await client.from('ip_allowances').select('*').order('created_at', { ascending: false }).order('id').limit(200);
  if (error) throw new Error(`ip_allowances: ${error.message}`);
  return z.array(allowance).parse(data);
}
