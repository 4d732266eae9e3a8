// Seals again, with the key of today, whatever is still sealed with an older one: every place that keeps sealed values, in pages, each
// value written only where nobody changed it meanwhile. It may be repeated and broken off at any point.
import type { Pool } from 'pg';
import { isCurrent, open, seal, type Sealed } from '@/lib/db/vault';

interface Place {
  table: 'connections' | 'outbound_endpoints' | 'beneficiaries';
  column: string;
  /** What each value is bound to; the same words as where it is sealed first. */
  aad: (id: string) => string;
  /** What the office says about the value beside it, where it says its key. */
  also?: string;
}

const SEALED_PLACES: readonly Place[] = [
  { table: 'connections', column: 'signing_secrets', aad: (id) => `connections:${id}:signing_secrets` },
  {
    table: 'connections',
    column: 'credentials',
    aad: (id) => `connections:${id}:credentials`,
    also: `credentials_set = credentials_set || jsonb_build_object('key_id', $2::jsonb ->> 'key_id')`,
  },
  { table: 'outbound_endpoints', column: 'secrets', aad: (id) => `outbound_endpoints:${id}:secrets` },
  { table: 'beneficiaries', column: 'destination', aad: (id) => `beneficiaries:${id}:destination` },
];

interface Resealed extends Record<string, number> {
  looked_at: number;
  sealed_again: number;
  /** Those no key we have opens. They are left as they are: with the right key beside the others they open again. */
  unreadable: number;
}

const PAGE = 500;

export async function resealAll(db: Pool): Promise<Resealed> {
  const told: Resealed = { looked_at: 0, sealed_again: 0, unreadable: 0 };
  for (const place of SEALED_PLACES) {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await db.query<{ id: string; value: unknown }>(
        `select id, ${place.column} as value from public.${place.table} where id > $1 and ${place.column} is not null order by id limit ${PAGE}`,
        [after],
      );
      for (const { id, value } of rows) await resealRow(db, place, id, value, told);
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) break;
    }
  }
  return told;
}

/** A source and a listener have several secrets during a rotation, a destination is one value; what stands beside a value stays. */
async function resealRow(db: Pool, place: Place, id: string, value: unknown, told: Resealed): Promise<void> {
  const aad = place.aad(id);
  const values = (Array.isArray(value) ? value : [value]) as Sealed[];
  const next = values.map((one) => resealed(one, aad));
  const changed = next.filter((one, index) => one !== null && one !== values[index]).length;
  told.looked_at += values.length;
  told.unreadable += next.filter((one) => one === null).length;
  if (changed === 0) return;
  const kept = next.map((one, index) => one ?? values[index]);
  const written = await db.query(
    `update public.${place.table} set ${place.column} = $2::jsonb${place.also ? `, ${place.also}` : ''} where id = $1 and ${place.column} = $3::jsonb`,
    [id, JSON.stringify(Array.isArray(value) ? kept : kept[0]), JSON.stringify(value)],
  );
  told.sealed_again += written.rowCount === 1 ? changed : 0;
}

/** The value itself where it is current, null where it cannot be opened. */
function resealed(value: Sealed, aad: string): Sealed | null {
  if (isCurrent(value, aad)) return value;
  try {
    return { ...value, ...seal(open(value, aad), aad) };
  } catch {
    return null;
  }
}
