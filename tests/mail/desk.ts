// What tests of mail do at the desk: call a function as somebody of the staff, and carry a letter through its steps.
import type { Pool } from 'pg';
import { as, staffId, type StaffRole } from '../db/stage';

/** The first value of the first row, or an empty text. */
export async function valueOf(sql: Pool, text: string, values: unknown[] = []): Promise<string> {
  const { rows } = await sql.query<Record<string, string>>(text, values);
  return Object.values(rows[0] ?? {})[0] ?? '';
}

export async function callAs(sql: Pool, role: StaffRole, name: string, values: unknown[]): Promise<unknown> {
  const places = values.map((_, index) => `$${index + 1}`).join(', ');
  const rows = await as<{ done: unknown }>(sql, { user: staffId(role), keep: true }, `select public.${name}(${places}) as done`, values);
  return rows[0]?.done;
}

export async function beginMail(sql: Pool, id: string, at = new Date().toISOString()): Promise<unknown> {
  const { rows } = await sql.query<{ due: unknown }>('select public.begin_mail($1, $2) as due', [id, at]);
  return rows[0]?.due;
}

export async function settleMail(sql: Pool, id: string, p: object): Promise<void> {
  await sql.query('select public.settle_mail($1)', [{ id, state: 'sent', now: new Date(), ...p }]);
}
