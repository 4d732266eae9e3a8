// The worker does it all by itself with the simulated provider: releases, sends, asks, and picks up what was lost on the way.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startWorker, type RunningWorker } from '@/lib/jobs/start';
import { tasks } from '@/lib/jobs/tasks';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { earn, openFunded, startFunded, type Funded } from './funded';

let firm: Funded;
let worker: RunningWorker | null = null;
const failures: string[] = [];
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
});
afterEach(async () => {
  await worker?.stop().then(() => worker?.ended);
  worker = null;
});
afterAll(() => firm.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const becomes = (id: string, state: string) =>
  expect.poll(() => stateOf(firm, id), { timeout: 15_000, interval: 50, message: failures.join('\n') }).toBe(state);
const due = () => rows('update graphile_worker._private_jobs set run_at = now() where run_at > now()');
async function tend(now: Date): Promise<Record<string, number>> {
  const { data, error } = await firm.flow.stack.service.rpc('tend_payouts', { p_now: now.toISOString() });
  if (error) throw new Error(error.message);
  return data as Record<string, number>;
}
async function work(): Promise<void> {
  const quiet = { concurrency: 2, pollMs: 50, log: (text: string) => void failures.push(text), exhausted: () => Promise.resolve() };
  worker = await startWorker({ databaseUrl: firm.flow.stack.dbUrl, tasks, ...quiet });
}

test('small ones are let go by the policy, large ones by a person, and both arrive', async () => {
  await work();
  const small = await asked(await openFunded(firm), 90_000);
  const large = await asked(await openFunded(firm), 200_000);
  await becomes(small, 'sent');
  expect(await stateOf(firm, large)).toBe('requested');
  expect(await approve(firm, large)).toBe('approved');
  await becomes(large, 'sent');
  await due();
  await becomes(small, 'paid');
  await becomes(large, 'paid');
  const names = await rows(`select kind, setting_version from public.payout_approvals where payout_id = $1`, small);
  expect(names).toEqual([{ kind: 'policy', setting_version: 1 }]);
  const books = await rows<{ ours: string; theirs: string }>(
    `select (select sum(requested_cents) from public.payouts where state = 'paid')::text as ours, (select sum(amount_cents) from private.simulated_transfers)::text as theirs`,
  );
  expect(books[0]?.theirs).toBe(books[0]?.ours);
  expect(await broken(firm)).toEqual([]);
});

test('one nobody answered for is asked about until it is known', async () => {
  const id = await asked(await openFunded(firm), 200_027);
  await approve(firm, id);
  await work();
  await becomes(id, 'unknown');
  for (let look = 0; look < 3; look += 1) {
    await due();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await becomes(id, 'paid');
  expect(await rows('select count(*)::int as made from private.simulated_transfers where payout_id = $1', id)).toEqual([{ made: 1 }]);
});

test('lost jobs are found again, and a hold ends by itself when what it waited for is settled', async () => {
  const account = await openFunded(firm);
  const id = await asked(account, 90_000);
  await earn(firm.flow, account, '-9500.00', '2026-11-20T10:00:00.000Z');
  expect(await stateOf(firm, id)).toBe('held');
  await work();
  await expect
    .poll(() => rows('select hold_reason from public.payouts where id = $1', id), { timeout: 10_000 })
    .toMatchObject([{ hold_reason: expect.stringContaining('900.00 USD') as string }]);
  await earn(firm.flow, account, '9500.00', '2026-11-20T11:00:00.000Z');
  await rows(`delete from graphile_worker._private_jobs where key like '%' || $1`, id);
  expect((await tend(new Date())).jobs).toBe(1);
  await becomes(id, 'requested');
  expect(await rows('select route from public.payouts where id = $1', id)).toEqual([{ route: 'person' }]);
});

test('a withdrawal the broker never made is asked about after ten days, once', async () => {
  const account = await openFunded(firm);
  const id = await asked(account, 200_000);
  await approve(firm, id);
  await work();
  await becomes(id, 'sent');
  const told = () => rows(`select 1 from public.account_facts where account_id = $1 and facts is not null`, account.id);
  await expect.poll(told, { timeout: 10_000 }).toHaveLength(1);
  const reviews = () => rows(`select rule from public.reviews where account_id = $1 and kind = 'data'`, account.id);
  await tend(new Date(Date.now() + 9 * 86_400_000));
  expect(await reviews()).toEqual([]);
  await tend(new Date(Date.now() + 11 * 86_400_000));
  await tend(new Date(Date.now() + 12 * 86_400_000));
  expect(await reviews()).toEqual([{ rule: 'payout-unmatched' }]);
});
