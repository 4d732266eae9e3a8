// An account told again from its first event: the same bytes each time, as of any instant, and equal to what the door stored.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson } from '@/lib/canonical-json';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { keep } from '../challenges/book';
import { openAccount, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let account: string;
beforeAll(async () => {
  stack = await startTestStack();
  await stageFirm(stack.sql);
  account = await openAccount(stack.sql, 'r1');
  await keep(stack.sql, account, [
    { id: 'a', at: '2026-02-02T09:00:00.000Z', net_cents: 20_000 },
    { id: 'b', at: '2026-02-03T09:00:00.000Z', net_cents: -600_000 },
  ]);
});
afterAll(() => stack.close());

const rebuilt = async (until: string | null) => {
  const found = await rebuildFacts(account, until === null ? null : Date.parse(until));
  if (!found) throw new Error('no account');
  return found;
};

test('the whole history, twice the same bytes, with the verdict it led to', async () => {
  const [once, again] = [await rebuilt(null), await rebuilt(null)];
  expect(canonicalJson(once)).toBe(canonicalJson(again));
  expect(once).toMatchObject({ events: 2, facts: { balance_cents: 9_420_000 }, verdicts: [{ rule: 'max-daily-loss', outcome: 'breach' }] });
});

test('as of an instant, only what had happened by then', async () => {
  expect(await rebuilt('2026-02-02T09:00:00.000Z')).toMatchObject({
    events: 1,
    facts: { balance_cents: 10_020_000, failed: null },
    verdicts: [],
  });
});

test('stored facts come back beside the rebuilt ones, and one changed byte shows', async () => {
  const { facts } = await rebuilt(null);
  const store = (value: unknown) =>
    stack.sql.query('update public.account_facts set facts = $2::jsonb, last_event_key = $3 where account_id = $1', [
      account,
      JSON.stringify(value),
      facts.last_key,
    ]);
  await store(facts);
  const same = await rebuilt(null);
  expect(canonicalJson(same.stored)).toBe(canonicalJson(same.facts));
  await store({ ...facts, balance_cents: 1 });
  const other = await rebuilt(null);
  expect(canonicalJson(other.stored)).not.toBe(canonicalJson(other.facts));
});

test('an account that does not exist is null', async () => {
  expect(await rebuildFacts('00000000-0000-4000-8000-00000000ffff', null)).toBeNull();
});
