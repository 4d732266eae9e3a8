// A digest of everything stored, table by table: whatever was refused must have left no trace.
import type { TestStack } from '../support/stack';

export async function digest(stack: TestStack): Promise<Record<string, string>> {
  const { rows: tables } = await stack.sql.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') order by 1`,
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as name, coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as digest from ${name} x`,
  );
  const { rows } = await stack.sql.query<{ name: string; digest: string }>(each.join(' union all '));
  return Object.fromEntries(rows.map((row) => [row.name, row.digest]));
}
