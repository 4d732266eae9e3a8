// What the one table of expectations promises a caller, asked of the database by its owner. The SQL suite and the API suite both use it.
import type { Pool } from 'pg';
import type { Relation, Sight } from '../access/relations';

/** Who a caller is at the auth server and among the traders; null where they are neither. */
export interface Identity {
  userId: string | null;
  traderId: string | null;
}

const literal = (id: string | null): string => (id ? `'${id}'::uuid` : 'null::uuid');

/** The condition a sight stands for, as SQL about that caller. */
function conditionOf({ own = 'false' }: Relation, sight: Sight, { userId, traderId }: Identity): string {
  const condition = sight === 'all' ? 'true' : sight === 'own' ? own : typeof sight === 'object' ? sight.where : 'false';
  return condition.replaceAll('$trader', literal(traderId)).replaceAll('$user', literal(userId));
}

/** The columns that tell a relation's rows apart, as one text per row. */
export const keyOf = ({ key }: Relation): string =>
  `concat_ws('|', ${key
    .split(',')
    .map((column) => `x.${column}::text`)
    .join(', ')})`;

/** The keys of the rows promised to each of them, in order, asked in one statement. */
export async function promisedRows(
  sql: Pool,
  name: string,
  relation: Relation,
  asked: readonly { sight: Sight; who: Identity }[],
): Promise<string[][]> {
  const lists = asked.map(
    ({ sight, who }) => `array(select ${keyOf(relation)} from public.${name} x where ${conditionOf(relation, sight, who)})`,
  );
  const { rows } = await sql.query<{ promised: string[][] }>(`select json_build_array(${lists.join(', ')}) as promised`);
  return (rows[0]?.promised ?? []).map((keys) => keys.sort());
}
