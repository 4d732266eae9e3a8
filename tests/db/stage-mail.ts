// A row in every relation of mail that nothing else fills, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who wrote the notice. */
export async function stageMail(sql: Pool, staff: string): Promise<void> {
  await sql.query(
    `insert into public.legal_notices (title, statement, holds_from, audience, readers, proposed_by, proposed_at)
     values ('New terms', 'Section 4 changes.', '2026-04-01', 'everybody', 2, $1, now())`,
    [staff],
  );
}
