// One statement read as each of many callers, the way the API would ask it, in one trip to the database: the matrix has thousands of cells.
import type { Pool } from 'pg';

/** Beside the schemas the matrix looks at. What each caller did is undone by their own block, their role and their claims included. */
export const READ_AS_EACH = `
  create schema matrix;
  create function matrix.read_as_each(callers jsonb, statement text) returns jsonb language plpgsql set search_path = '' as $$
  declare
    caller jsonb;
    found jsonb;
    answers jsonb := '[]';
  begin
    for caller in select * from jsonb_array_elements(callers) loop
      begin
        perform set_config('request.jwt.claims', caller ->> 'claims', true), set_config('role', caller ->> 'role', true);
        execute 'select coalesce(jsonb_agg(s.key), ''[]'') from (' || statement || ') s' into found;
        raise exception using errcode = 'TTRED';
      exception
        when sqlstate 'TTRED' then null;
        when others then found := to_jsonb(case when sqlerrm like '%permission denied%' then 'refused' else sqlerrm end);
      end;
      answers := answers || jsonb_build_array(found);
    end loop;
    return answers;
  end $$`;

/** The keys each caller reads, in order, or what they were told instead. The statement names its column `key`. */
export async function readAsEach(
  sql: Pool,
  callers: readonly { user: string | null; role?: string }[],
  statement: string,
): Promise<(string[] | string)[]> {
  const told = callers.map(({ user, role = 'authenticated' }) => ({
    role,
    claims: JSON.stringify(user === null ? { role } : { sub: user, role }),
  }));
  const { rows } = await sql.query<{ answers: (string[] | string)[] }>('select matrix.read_as_each($1, $2) as answers', [
    JSON.stringify(told),
    statement,
  ]);
  return (rows[0]?.answers ?? []).map((answer) => (typeof answer === 'string' ? answer : answer.sort()));
}
