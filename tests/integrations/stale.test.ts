// A feed nothing is known of: it is said, nothing is confirmed on it by a machine, staff are alerted once, and all of it ends by itself.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmViolation } from '@/lib/jobs/settle';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { tokenClient } from '@/lib/db/clients';
import { compose } from '@/lib/mail/compose';
import { receiveMessage } from '@/lib/trades/receive';
import { startFlow, type Flow } from '../flow/flow-stack';
import { ACCOUNT, bytes, snapshot, trade, type WireEvent } from '../trades/wire-samples';

let flow: Flow;
let account = '';
beforeAll(async () => {
  flow = await startFlow({ web: false });
  account = await flow.openAccount('7001');
});
afterAll(() => flow.close());

const rows: Flow['rows'] = (sql, ...values) => flow.rows(sql, ...values);
/** A Wednesday: silence counts. */
const NOON = Date.parse('2026-11-18T12:00:00Z');
const at = (minutes: number) => new Date(NOON + minutes * 60_000);
const feed = async () =>
  (
    await rows<{ stale_since: Date | null; stale_cause: string | null }>(
      'select stale_since, stale_cause from public.connections where id = $1',
      flow.connectionId,
    )
  )[0];
const set = (change: string, ...values: unknown[]) =>
  rows(`update public.connections set ${change} where id = $1`, flow.connectionId, ...values);
const report = (login: string, id: string, gross: string, now: Date) => {
  const body = bytes({
    ...trade(id, gross, new Date(now.getTime() - 60_000).toISOString(), { account: { ...ACCOUNT, login } }),
    timestamp: now.toISOString(),
  });
  return receiveMessage({ connection: { id: flow.connectionId }, webhookId: randomUUID(), headers: {}, body, auth: 'signature', now });
};
const states = (accountId: string) =>
  rows<{ state: string; status: string; trading_off_reason: string | null }>(
    `select v.state, a.status, a.trading_off_reason from public.risk_violations v join public.accounts a on a.id = v.account_id where v.account_id = $1 and v.outcome = 'breach' order by v.rule`,
    accountId,
  );

test('silence past its limit makes a feed stale, once, with an event; hearing from it makes it fresh', async () => {
  await report('7001', 's1', '10.00', at(0));
  expect(await runScheduled('watch-feeds', at(15))).toMatchObject({ done: { stale: 0, fresh: 0 } });
  expect(await runScheduled('watch-feeds', at(16))).toMatchObject({ done: { stale: 1 } });
  expect(await runScheduled('watch-feeds', at(17))).toMatchObject({ done: { stale: 0 } });
  expect(await feed()).toEqual({ stale_since: at(0), stale_cause: 'silent' });
  await report('7001', 's2', '10.00', at(20));
  expect(await runScheduled('watch-feeds', at(21))).toMatchObject({ done: { fresh: 1 } });
  expect(await feed()).toEqual({ stale_since: null, stale_cause: null });
  const told = await rows<{ kind: string }>(
    `select kind from public.events where kind in ('connection.stale', 'connection.fresh') order by id`,
  );
  expect(told.map(({ kind }) => kind)).toEqual(['connection.stale', 'connection.fresh']);
});

test('a weekend, a feed nobody trades on, one that is switched off and one whose silence says nothing are not stale', async () => {
  const saturday = new Date('2026-11-21T12:00:00Z');
  expect(await runScheduled('watch-feeds', saturday)).toMatchObject({ done: { stale: 0 } });
  await set('quiet_after_seconds = null');
  expect(await runScheduled('watch-feeds', at(600))).toMatchObject({ done: { stale: 0 } });
  await set(`quiet_after_seconds = 900, status = 'disabled'`);
  expect(await runScheduled('watch-feeds', at(600))).toMatchObject({ done: { stale: 0 } });
  await set(`status = 'active'`);
  await rows(
    `insert into public.connections (slug, kind, platform, server, created_at) values ('nobody-here', 'neutral', 'mt5', 'x', '2026-01-01')`,
  );
  await runScheduled('watch-feeds', at(600));
  expect(await rows(`select slug from public.connections where stale_since is not null`)).toEqual([{ slug: 'example-mt5' }]);
  // One that can be asked is held to knowing everything, whoever posts, also on a Saturday.
  await set(`resync_url = 'http://127.0.0.1:9/feed', complete_through = $2`, new Date('2026-11-21T11:00:00Z'));
  await runScheduled('watch-feeds', saturday);
  await set(`stale_since = null, stale_cause = null`);
  await runScheduled('watch-feeds', saturday);
  expect(await feed()).toEqual({ stale_since: new Date('2026-11-21T11:00:00Z'), stale_cause: 'not-complete' });
  await set(`resync_url = null, complete_through = null, stale_since = null, stale_cause = null`);
});

test('a breach found while the feed is stale stops trading, stays provisional and is told so; once the feed is heard it is confirmed', async () => {
  const losing = await flow.openAccount('7002');
  await set(`stale_since = $2, stale_cause = 'silent', last_event_at = $2`, at(600));
  const answer = await report('7002', 's3', '-6000.00', at(620));
  expect(JSON.parse(answer.body)).toMatchObject({ results: [{ verdict: 'breach', provisional: true }] });
  expect(await states(losing)).toEqual([{ state: 'provisional', status: 'active', trading_off_reason: 'rule-violation' }]);
  const [found] = await rows<{ id: string }>('select id from public.risk_violations where account_id = $1', losing);
  await confirmViolation(found?.id ?? '', at(640));
  expect(await states(losing)).toMatchObject([{ state: 'provisional' }]);
  expect(await runScheduled('watch-feeds', at(621))).toMatchObject({ done: { fresh: 1 } });
  expect(
    await rows(`select 1 as waits from graphile_worker._private_jobs where key = 'confirm:' || $1 and run_at <= $2`, found?.id, at(621)),
  ).toEqual([{ waits: 1 }]);
  const figures = async (minutes: number) =>
    (await rows<{ told: object }>('select private.source_figures($1, $2) as told', flow.connectionId, at(minutes)))[0]?.told;
  const silences = await rows<{ seconds: number }>(
    `select extract(epoch from occurred_at - (data ->> 'since')::timestamptz)::int as seconds from public.events where kind = 'connection.fresh'`,
  );
  const all = silences.reduce((sum, { seconds }) => sum + seconds, 0);
  expect(silences.at(-1)?.seconds).toBeGreaterThan(0);
  expect(await figures(622)).toMatchObject({ gaps: silences.length, gap_seconds: all, retried: 0 });
  await confirmViolation(found?.id ?? '', at(622));
  expect(await states(losing)).toEqual([{ state: 'confirmed', status: 'failed', trading_off_reason: 'rule-violation' }]);
  // A fresh feed with no grace is confirmed by the message itself, as before.
  const other = await flow.openAccount('7003');
  await report('7003', 's4', '-6000.00', at(630));
  expect(await states(other)).toMatchObject([{ state: 'confirmed', status: 'failed' }]);
});

test('while the broker’s balance says that a deal is missing, a breach waits, and ends with the deal or before a person', async () => {
  await set('confirm_grace_seconds = 900, resync_url = null');
  const [missing, lost] = [await flow.openAccount('7014'), await flow.openAccount('7015')];
  const told = (login: string, event: WireEvent, minutes: number) => {
    const data = { ...event.data, account: { ...ACCOUNT, login } };
    const body = bytes({ type: event.type, data, timestamp: at(minutes).toISOString() });
    const message = { connection: { id: flow.connectionId }, webhookId: randomUUID(), headers: {}, body, auth: 'signature' as const };
    return receiveMessage({ ...message, now: at(minutes) });
  };
  for (const login of ['7014', '7015']) {
    await report(login, 'g1', '-6000.00', at(640));
    await told(login, snapshot('g2', { balance: '97000.00', equity: '97000.00' }, at(641).toISOString()), 641);
  }
  const confirm = async (id: string, minutes: number) => {
    for (const { id: violation } of await rows<{ id: string }>(
      `select id from public.risk_violations where account_id = $1 and outcome = 'breach'`,
      id,
    ))
      await confirmViolation(violation, at(minutes));
  };
  await confirm(missing, 660);
  expect(await states(missing)).toEqual([{ state: 'provisional', status: 'active', trading_off_reason: 'rule-violation' }]);
  await told('7014', trade('g0', '3000.00', at(630).toISOString()), 661);
  expect(await states(missing)).toMatchObject([{ state: 'withdrawn', status: 'active', trading_off_reason: null }]);
  await confirm(lost, 640 + 25 * 60);
  expect(await states(lost)).toMatchObject([{ state: 'provisional' }]);
  expect(await rows(`select rule from public.reviews where account_id = $1 and kind = 'violation'`, lost)).toContainEqual({
    rule: 'max-daily-loss',
  });
  await set('confirm_grace_seconds = 0');
});

test('while nothing is known of its feed an account is unknown to its trader too, with the instant, and an ended one is as it ended', async () => {
  const owner = async (login: string, gross: string) => {
    const opened = await flow.openAccount(login);
    const { id, client } = await flow.stack.signUp(`${login}@stale.test`);
    await rows(`update public.traders set auth_user_id = $1 where id = (select trader_id from public.accounts where id = $2)`, id, opened);
    await report(login, `o${login}`, gross, at(640));
    return async () =>
      (await client.from('accounts_list').select('risk_state, feed_stale_since, server_zone').eq('id', opened).single()).data;
  };
  await set('stale_since = null, stale_cause = null');
  const [ended, living] = [await owner('7004', '-6000.00'), await owner('7005', '10.00')];
  expect([await ended(), await living()]).toMatchObject([{ risk_state: 'violated' }, { risk_state: 'safe', feed_stale_since: null }]);
  await set(`stale_since = $2, stale_cause = 'silent'`, at(650));
  const since = expect.stringMatching(/^2026-11-18[T ]22:50:00/) as string;
  expect(await ended()).toMatchObject({ risk_state: 'violated' });
  expect(await living()).toEqual({ risk_state: 'unknown', feed_stale_since: since, server_zone: 'UTC' });
  await set('stale_since = null, stale_cause = null');
});

test('staff are told once per case, in the office and by letter to those it concerns, and the case clears by itself', async () => {
  const people: Record<string, string> = {};
  for (const role of ['risk', 'support', 'finance']) {
    const { id, accessToken } = await flow.stack.signUp(`${role}@stale.test`);
    people[role] = accessToken;
    await rows('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', id, `${role}@stale.test`, role, role);
  }
  const notices = async (role: string) =>
    (await tokenClient(people[role] ?? '').rpc('office_notices')).data as {
      feeds: { slug: string }[];
      alerts: { kind: string; title: string; address: string }[];
      count: number;
    };
  await set(`stale_since = $2, stale_cause = 'silent'`, at(700));
  await rows(
    `insert into public.reviews (kind, account_id, subject_id, rule, reason, due_at) values ('data', $1, 'x', 'x', 'x', $2)`,
    account,
    at(0),
  );
  await rows(`insert into public.reviews (kind, subject_id, rule, reason, due_at) values ('job', '17', 'send-mail', 'x', $1)`, at(100_000));
  for (const minute of [701, 702, 703]) await runScheduled('tend-alerts', at(minute));
  expect((await notices('risk')).alerts.map(({ kind }) => kind).sort()).toEqual(['feed-stale', 'job-failing', 'review-overdue']);
  expect(await notices('support')).toMatchObject({ count: 0, feeds: [{ slug: 'example-mt5' }] });
  const letters = await rows<{ to_email: string; context: unknown }>(
    `select m.to_email, private.mail_context(m) as context from public.mail_deliveries m join public.events e on e.id = m.event_id
     where m.message = 'staff-alert' and e.data ->> 'alert' = 'feed-stale'`,
  );
  expect(letters.map(({ to_email }) => to_email)).toEqual(['risk@stale.test']);
  const letter = compose('staff-alert', null, letters[0]?.context, { origin: 'http://127.0.0.1:3000' });
  expect(letter.ok && letter.value.subject).toBe('Nothing is known of the feed example-mt5: it is silent');
  expect(
    await rows(
      `select 1 from public.mail_deliveries m join public.events e on e.id = m.event_id where m.message = 'staff-alert' and e.data ->> 'alert' = 'review-overdue'`,
    ),
  ).toEqual([]);
  await set('stale_since = null, stale_cause = null');
  await rows(`update public.reviews set state = 'cancelled', decided_at = now(), reason = 'gone' where state = 'open'`);
  await runScheduled('tend-alerts', at(710));
  expect(await notices('risk')).toMatchObject({ count: 0, alerts: [] });
  expect(await rows(`select kind, count(*)::int from public.events where kind like 'alert.%' group by kind order by kind`)).toEqual([
    { kind: 'alert.cleared', count: 3 },
    { kind: 'alert.opened', count: 3 },
  ]);
});
