// The kinds of the queue are one list in code and database: the same kinds, the same deciders.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindsFor, kindsSeen, REVIEW_KINDS, REVIEWS } from '@/lib/reviews/kinds';
import { STAFF_ROLES } from '@/lib/staff/roles';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('the kinds in the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  test('are the kinds of the code, decided by the same roles', async () => {
    const { rows } = await db.sql.query<{ kind: string; roles: string[] }>(
      'select k as kind, private.review_deciders(k) as roles from unnest($1::text[]) k',
      [[...REVIEW_KINDS]],
    );
    expect(rows.map(({ kind, roles }) => ({ kind, roles: [...roles].sort() }))).toEqual(
      REVIEW_KINDS.map((kind) => ({ kind, roles: [...REVIEWS[kind].deciders].sort() })),
    );
    const { rows: constraint } = await db.sql.query<{ text: string }>(
      `select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = 'public.reviews'::regclass and pg_get_constraintdef(oid) like '%phase_pass%'`,
    );
    const allowed = [...(constraint[0]?.text ?? '').matchAll(/'([a-z_]+)'::text/g)].map((found) => found[1]);
    expect(allowed.sort()).toEqual([...REVIEW_KINDS].sort());
  });
});

test('every kind has an answer for yes and one for no, and reasons to start from', () => {
  for (const kind of REVIEW_KINDS) {
    const { answers, reasons } = REVIEWS[kind];
    expect(new Set(answers.map((answer) => answer.decision))).toEqual(new Set(['approved', 'rejected']));
    expect(reasons.length).toBeGreaterThan(1);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(3);
  }
});

test('nobody decides what they do not see', () => {
  for (const role of STAFF_ROLES) expect(kindsSeen(role)).toEqual(expect.arrayContaining(kindsFor(role)));
});
