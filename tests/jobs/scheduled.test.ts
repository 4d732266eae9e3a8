// What comes by the clock: each piece runs in one place only, and again without harm.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEDULED } from '@/lib/jobs/scheduled';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { openJobReview } from '@/lib/jobs/settle';
import { onlyOne } from '@/lib/jobs/only-one';
import { openAccount, sellChallenge } from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

const now = new Date('2026-03-02T12:00:00Z');

test.each(SCHEDULED)('%s does its work on an empty firm, and once more', async (job) => {
  for (const _ of [1, 2]) expect(await runScheduled(job, now)).toMatchObject({ job, done: {} });
});

test('a link or a crawler sets nothing going: the doors for schedulers hear POST alone', async () => {
  expect(Object.keys(await import('@/app/api/cron/[job]/route')).filter((name) => /^[A-Z]+$/.test(name))).toEqual(['POST']);
});

test('a job that runs elsewhere is skipped, and says so', async () => {
  const held = await onlyOne('refresh-views', () => runScheduled('refresh-views', now));
  expect(held?.value).toEqual({ job: 'refresh-views', skipped: 'already-running' });
});

test('the batch waits for a day that is being closed, and is skipped only where another batch runs', async () => {
  const closing = () => onlyOne('day-close', () => onlyOne('risk-batch', () => setTimeout(700)));
  const [, batch] = await Promise.all([closing(), setTimeout(100).then(() => runScheduled('risk-batch', now))]);
  expect(batch).toMatchObject({ job: 'risk-batch', done: {} });
  const beside = await onlyOne('risk-batch', () => runScheduled('risk-batch', now));
  expect(beside?.value).toEqual({ job: 'risk-batch', skipped: 'already-running' });
  const closedBeside = await onlyOne('risk-batch', () => runScheduled('day-close', now));
  expect(closedBeside?.value).toEqual({ job: 'day-close', skipped: 'already-running' });
});

test('a week of marks has its partitions before the first of them comes, each behind row-level security', async () => {
  await runScheduled('refresh-views', now);
  const { rows } = await stack.sql.query(
    `select c.relname, c.relrowsecurity from pg_class c join pg_inherits i on i.inhrelid = c.oid
     where i.inhparent = 'public.equity_marks'::regclass and c.relname like 'equity_marks_202603%' order by 1`,
  );
  expect(rows).toHaveLength(7);
  expect(rows[0]).toEqual({ relname: 'equity_marks_20260302', relrowsecurity: true });
  expect((await stack.sql.query('select * from private.check_all()')).rows).toEqual([]);
});

describe('what asks a person', () => {
  const cases = async () =>
    (await stack.sql.query<{ kind: string; title: string }>('select kind, title from private.alert_cases($1) order by kind', [now])).rows;
  const asked = async (rule: string) =>
    (
      await stack.sql.query<{
        state: string;
        decision_reason: string | null;
        evidence: { found?: number; first?: { invariant: string }[] };
      }>(
        `select state, decision_reason, evidence from public.reviews where kind = 'job' and rule = $1 order by length(subject_id) desc, created_at, id`,
        [rule],
      )
    ).rows;

  test('whatever must not be is one question and one alert, with what the newest look found, until a look finds nothing', async () => {
    await stack.sql.query('create table private.left_open (); revoke all on private.left_open from anon, authenticated, service_role');
    expect(await runScheduled('check-all', now)).toMatchObject({ done: { found: 1 } });
    expect(await runScheduled('check-all', now)).toMatchObject({ done: { found: 1 } });
    expect(await asked('check-all')).toMatchObject([
      { state: 'open', evidence: { found: 1, first: [{ invariant: 'every table has row-level security' }] } },
    ]);
    expect((await cases()).map(({ kind }) => kind)).toContain('books-wrong');
    await stack.sql.query('drop table private.left_open');
    expect(await runScheduled('check-all', now)).toMatchObject({ done: { found: 0 } });
    expect(await asked('check-all')).toMatchObject([{ state: 'cancelled', decision_reason: 'the self-check finds nothing any more' }]);
    expect((await cases()).map(({ kind }) => kind)).not.toContain('books-wrong');
  });

  test('a job that failed for good asks nobody any more once it has gone well: by the clock, or the very job', async () => {
    const failed = (job_id: string, task: string, payload: object) =>
      openJobReview({ job_id, task, payload, attempts: 5, error: 'no connection' }, now);
    await failed('700001', 'tend-mail', { _cron: { ts: '2026-03-02T11:00:00Z' } });
    await failed('700002', 'scan-copy', { _cron: { ts: '2026-03-02T11:00:00Z' } });
    const added = await stack.sql.query<{ id: string }>(`select id::text from graphile_worker.add_job('send-mail', '{}'::json)`);
    await failed(added.rows[0]?.id ?? '', 'send-mail', { delivery_id: 'a' });
    await failed('700003', 'send-mail', { delivery_id: 'b' });
    await runScheduled('tend-mail', now);
    expect([await asked('tend-mail'), await asked('scan-copy')]).toMatchObject([[{ state: 'cancelled' }], [{ state: 'open' }]]);
    await runScheduled('tend-lifecycle', now);
    expect(await asked('send-mail')).toMatchObject([
      { state: 'cancelled', decision_reason: 'the job has been done since' },
      { state: 'open' },
    ]);
  });

  test('an order whose sender died is asked about, told of once for its platform, and gets its job again', async () => {
    const account = await anOrder();
    expect(await runScheduled('tend-lifecycle', now)).toMatchObject({ done: { orders: 1 } });
    await runScheduled('tend-lifecycle', now);
    const asks = await stack.sql.query(`select state from public.reviews where rule = 'platform-order' and account_id = $1`, [account]);
    expect(asks.rows).toEqual([{ state: 'open' }]);
    const jobs = await stack.sql.query(`select from graphile_worker.jobs where task_identifier = 'platform-order'`);
    expect(jobs.rowCount).toBe(1);
    expect(await cases()).toContainEqual({ kind: 'order-unanswered', title: '1 order to silent-broker not acknowledged in time' });
    await stack.sql.query(`update public.platform_orders set state = 'acknowledged', settled_at = $2 where account_id = $1`, [
      account,
      now,
    ]);
    expect((await cases()).map(({ kind }) => kind)).not.toContain('order-unanswered');
  });

  /** One that was to be acknowledged an hour ago; its job is gone with the machine it ran on. */
  async function anOrder(): Promise<string> {
    const firm = { sql: stack.sql, service: stack.service };
    const { rows } = await stack.sql.query<{ id: string }>(
      `insert into public.connections (slug, kind, platform, server, signing_secrets) values ('silent-broker', 'broker', 'mt5', 'Live', '[]') returning id`,
    );
    const account = await openAccount(firm, rows[0]?.id ?? '', await sellChallenge(firm), '4711');
    await stack.sql.query(
      `insert into public.platform_orders (account_id, kind, reason, due_at) values ($1, 'trading-off', 'max-daily-loss', $2::timestamptz - interval '1 hour')`,
      [account, now],
    );
    return account;
  }
});

describe('what is kept for as long as the firm says', () => {
  const rows = async <T extends object>(text: string, ...values: unknown[]) => (await stack.sql.query<T>(text, values)).rows;
  const count = async (text: string, ...values: unknown[]) =>
    Number((await rows<{ total: string }>(`select count(*) as total from ${text}`, ...values))[0]?.total);

  test('of an old day of equity the extremes, the last and what stands around a verdict stay; a young day stays whole', async () => {
    const firm = { sql: stack.sql, service: stack.service };
    const [link] = await rows<{ id: string }>(
      `insert into public.connections (slug, kind, platform, server, signing_secrets) values ('barred', 'broker', 'mt5', 'Bars', '[]') returning id`,
    );
    const [type] = await rows<{ id: string }>(`select id from public.challenge_types where product_id = 'flow'`);
    const account = await openAccount(firm, link?.id ?? '', type?.id ?? (await sellChallenge(firm)), '4712');
    const bars = (from: string) =>
      rows(
        `insert into public.equity_marks (account_id, minute, open_cents, high_cents, high_at, low_cents, low_at, close_cents, close_at)
         select $1, m, 100, 100 + (n = 300)::int, m, 100 - (n = 500)::int, m, 100, m from generate_series(0, 1439) n, lateral (select $2::timestamptz + n * interval '1 minute' as m) x`,
        account,
        from,
      );
    await bars('2026-01-10T00:00:00Z');
    await bars('2026-02-20T00:00:00Z');
    await rows(
      `insert into public.risk_violations (account_id, rule, instance, subject, outcome, consequence, severity, state, breached_at, detected_at, rule_set_id, evidence, measured_value, threshold_value, unit)
       select id, 'max-daily-loss', 1, '', 'warn', 'flag', 'warning', 'confirmed', '2026-01-10T12:00:00Z', now(), rule_set_id, '[{"x": 1}]', 1, 1, 'cents' from public.accounts where id = $1`,
      account,
    );
    expect(await runScheduled('keep-house', now)).toMatchObject({ done: { marks: 1440 - 64 } });
    const kept = await rows<{ minute: Date }>(
      `select minute from public.equity_marks where account_id = $1 and minute < '2026-02-01' order by minute`,
      account,
    );
    const at = kept.map(({ minute }) => minute.toISOString().slice(11, 16));
    expect([at[0], at[1], at[2], at.at(-2), at.at(-1), at.length]).toEqual(['05:00', '08:20', '11:30', '12:30', '23:59', 64]);
    expect(await count(`public.equity_marks where account_id = $1 and minute >= '2026-02-01'`, account)).toBe(1440);
    expect(await runScheduled('keep-house', now)).toMatchObject({ done: { marks: 0 } });
  });

  test('old windows of limiters, answers of a year ago and what listeners got long ago go; what waits stays', async () => {
    const day = (ago: number) => new Date(now.getTime() - ago * 86_400_000);
    for (const [key, ago] of [
      ['old', 3],
      ['new', 1],
    ] as const)
      await rows('insert into private.rate_windows (key, started_at, hits) values ($1, $2, 1)', key, day(ago));
    for (const [key, ago] of [
      ['old', 401],
      ['new', 399],
    ] as const)
      await rows(
        `insert into public.idempotency_keys (actor_id, key, request_sha256, taken_at, created_at) values (gen_random_uuid(), $1, 'x', $2, $2)`,
        ...[key, day(ago)],
      );
    const [one] = await rows<{ id: string }>(
      `insert into public.outbound_endpoints (name, url, topics, secrets) values ('Old', 'https://old.test', '{withdrawal.paid}', '[]') returning id`,
    );
    await rows(`select private.append_events('staff:firm', '[{"kind": "a"}, {"kind": "b"}, {"kind": "c"}]', $1)`, now);
    await rows(
      `with d as (insert into public.outbound_deliveries (endpoint_id, event_id, topic, lane, body, state, next_at, sent_at, created_at)
         select $1, e.id, 'withdrawal.paid', 'l', '{}', case e.kind when 'c' then 'queued' else 'sent' end, $2::timestamptz, case e.kind when 'a' then $2::timestamptz when 'b' then $3 end, $2
         from public.events e where e.kind in ('a', 'b', 'c') returning id)
       insert into public.outbound_attempts (delivery_id, attempted_at, duration_ms) select id, $2, 1 from d`,
      ...[one?.id, day(91), day(89)],
    );
    expect(await runScheduled('keep-house', now)).toMatchObject({ done: { windows: 1, answers: 1, deliveries: 1 } });
    expect(await rows('select key from private.rate_windows where key in ($1, $2)', 'old', 'new')).toEqual([{ key: 'new' }]);
    expect([await count('public.outbound_deliveries'), await count('public.outbound_attempts')]).toEqual([2, 2]);
    await expect(
      rows(`delete from public.outbound_attempts where delivery_id = (select id from public.outbound_deliveries where state = 'queued')`),
    ).rejects.toThrow('append-only');
  });
});
