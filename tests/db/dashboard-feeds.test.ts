// What the dashboard calls a feed: only what accounts are judged on, so that a quiet shop is never read as stale prices.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { as, staffId, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

test('brokers and the neutral door are feeds; shops, identity checks, banks and mail are not', async () => {
  for (const kind of ['neutral', 'broker', 'checkout', 'kyc', 'payout', 'mail'])
    await db.sql.query(`insert into public.connections (slug, kind) values ($1, $2)`, [`of-${kind}`, kind]);
  const [told] = await as<{ feeds: { slug: string }[] }>(
    db.sql,
    { user: staffId('viewer') },
    `select public.dashboard() -> 'feeds' as feeds`,
  );
  const named = told?.feeds.map(({ slug }) => slug).filter((slug) => slug.startsWith('of-'));
  expect(named).toEqual(['of-broker', 'of-neutral']);
});
