// Accounts moved to another version of their rules while they run: each version judges its own time, whatever arrives when, and every
// way of telling the account again comes to the same.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson } from '@/lib/canonical-json';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import { readMoves } from '@/lib/challenges/moves-read';
import { compose } from '@/lib/mail/compose';
import { replayAccount } from '@/lib/trades/replay';
import { replayAsOf } from '@/lib/stats/as-of-replay';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { reversal, snapshot, trade } from '../trades/wire-samples';
import { MOVED, startMoving, type Account, type Moving } from './moving';

let moving: Moving;
beforeAll(async () => {
  moving = await startMoving();
});
afterAll(() => moving.close());

const account = () => moving.account();
const move = (id: string, at?: string, to?: string) => moving.move(id, at, to);
const verdicts = async (id: string) => {
  const { rows } = await moving.stack.sql.query<{ text: string }>(
    `select concat_ws(' ', 'v' || r.version, v.rule, v.state, to_char(v.breached_at at time zone 'UTC', 'MM-DD HH24:MI')) as text
     from public.risk_violations v join public.rule_sets r on r.id = v.rule_set_id where v.account_id = $1 and v.outcome = 'breach' order by v.raised_key`,
    [id],
  );
  return rows.map(({ text }) => text);
};
const days = async (id: string) =>
  (await moving.stack.sql.query('select * from public.daily_stats where account_id = $1 and trading_day < $2 order by 2', [id, MOVED]))
    .rows;
const proven = async (id: string) => {
  const found = await rebuildFacts(id, null);
  if (!found) throw new Error('no account');
  expect(canonicalJson(found.facts)).toBe(canonicalJson(found.stored));
  return found;
};

const LOST = trade('1', '-3000.00', '2026-11-18T10:00:00.000Z');
const LATER = trade('9', '-2500.00', '2026-11-20T10:00:00.000Z');

test('what the former version let pass stays so, its closed days stay, and the new one judges from the move on', async () => {
  const { id, tell } = await account();
  await tell(LOST, trade('2', '100.00', '2026-11-19T09:00:00.000Z'));
  const before = await days(id);
  await move(id);
  await judgeAccountNow(id);
  expect(await verdicts(id)).toEqual([]);
  expect(await days(id)).toEqual(before);
  await tell(LATER);
  expect(await verdicts(id)).toEqual(['v2 max-daily-loss provisional 11-20 10:00']);
  expect(await days(id)).toEqual(before);
  await proven(id);
});

test('a late event from before the move is judged by the version of its time, also as the first word after it', async () => {
  for (const judged of [true, false]) {
    const { id, tell } = await account();
    await tell(LOST);
    await move(id);
    if (judged) await judgeAccountNow(id);
    await tell(trade('0', '-2500.00', '2026-11-18T09:00:00.000Z'));
    expect(await verdicts(id)).toEqual(['v1 max-daily-loss provisional 11-18 10:00']);
    const { facts } = await proven(id);
    expect(facts.failed).toMatchObject({ rule: 'max-daily-loss' });
    await tell(LATER);
    expect(await verdicts(id)).toHaveLength(1);
  }
});

test("a late event that clears the former version's verdict withdraws it, also as the first word after the move", async () => {
  for (const judged of [true, false]) {
    const { id, tell } = await account();
    await tell(trade('1', '-6000.00', '2026-11-18T10:00:00.000Z'));
    await move(id);
    if (judged) await judgeAccountNow(id);
    expect(await verdicts(id)).toEqual(['v1 max-daily-loss provisional 11-18 10:00']);
    await tell(trade('0', '4000.00', '2026-11-18T09:00:00.000Z'), LATER);
    expect(await verdicts(id)).toEqual(['v1 max-daily-loss withdrawn 11-18 10:00', 'v2 max-daily-loss provisional 11-20 10:00']);
    await proven(id);
  }
});

test('a reset before the move is judged by the version of its time, though nothing was reported since', async () => {
  const { id, tell } = await account();
  await tell(
    trade('1', '3000.00', '2026-11-18T10:00:00.000Z'),
    snapshot('s', { balance: '103000.00', equity: '96000.00' }, '2026-11-18T11:00:00.000Z'),
  );
  await move(id);
  await judgeAccountNow(id);
  expect(await verdicts(id)).toEqual(['v1 max-daily-loss provisional 11-19 00:00']);
  await proven(id);
});

test('whatever the order of arrival, the same facts and the same verdicts', async () => {
  const told = [LOST, trade('2', '900.00', '2026-11-19T13:00:00.000Z'), reversal('3', '2', '2026-11-19T14:00:00.000Z'), LATER];
  const marks = [snapshot('s1', { balance: '97000.00', equity: '96000.00', low: '95500.00' }, '2026-11-19T11:59:00.000Z')];
  const orders: ((one: Account) => Promise<unknown>)[][] = [
    [(one) => one.tell(...told, ...marks), (one) => move(one.id)],
    [(one) => one.tell(LOST, ...marks), (one) => move(one.id), (one) => one.tell(...told.slice(1))],
    [(one) => move(one.id), (one) => one.tell(...told.slice(2)), (one) => one.tell(...marks), (one) => one.tell(...told.slice(0, 2))],
  ];
  const seen: unknown[] = [];
  for (const [place, steps] of orders.entries()) {
    const one = await account();
    for (const step of steps) await step(one);
    await judgeAccountNow(one.id);
    const { facts, states } = await proven(one.id);
    // In the first order the move lies behind everything told, so the first version judged all of it.
    if (place === 0) expect(await verdicts(one.id)).toEqual([]);
    else seen.push({ facts: { ...facts, last_key: '' }, states, verdicts: await verdicts(one.id) });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]).toMatchObject({ verdicts: ['v2 max-daily-loss provisional 11-20 10:00'] });
});

test('as of an instant before the move, the account stands under the rules of that instant', async () => {
  const { id, tell } = await account();
  await tell(LOST);
  await move(id);
  await tell(trade('2', '10.00', '2026-11-20T09:00:00.000Z'));
  const [then, now] = [await replayAsOf(id, Date.parse('2026-11-19T11:00:00Z')), await replayAsOf(id, Date.parse('2026-11-20T11:00:00Z'))];
  const limitOf = (one: typeof then) =>
    one && one !== 'early' ? one.figures.rule_states.find(({ rule }) => rule === 'max-daily-loss')?.allowance : null;
  expect([then, now]).toMatchObject([{ rule_set: { version: 1 } }, { rule_set: { version: 2 } }]);
  expect([limitOf(then), limitOf(now)]).toEqual([500_000, 200_000]);
  expect(await rebuildFacts(id, Date.parse('2026-11-19T11:00:00Z'))).toMatchObject({ rule_set: { version: 1 } });
  // Asked what another version would have come to, that one rules from the first event on, and nothing of it is written.
  const before = await proven(id);
  const asked = await Promise.all(
    ['2026-11-19T11:00:00Z', '2026-11-20T11:00:00Z'].map((at) => replayAsOf(id, Date.parse(at), moving.versions[1])),
  );
  expect(asked).toMatchObject([{ rule_set: { version: 2 } }, { rule_set: { version: 2 } }]);
  expect(asked.map(limitOf)).toEqual([200_000, 200_000]);
  expect(limitOf(await replayAsOf(id, Date.parse('2026-11-20T11:00:00Z'), moving.versions[0]))).toBe(500_000);
  const whole = { from: new Date(0), to: new Date('2026-12-01T00:00:00Z') };
  const broken = async (under?: string) => (await replayAccount(id, whole, under))?.violations.map(({ rule }) => rule);
  expect([await broken(moving.versions[0]), await broken(moving.versions[1])]).toEqual([[], ['max-daily-loss']]);
  expect(await proven(id)).toEqual(before);
});

test('the letter about a move can be written from what the database hands over', async () => {
  const { id } = await account();
  await move(id);
  const { rows } = await moving.stack.sql.query(
    `select private.mail_context(m) as context from public.mail_deliveries m where m.account_id = $1 and m.message = 'rules-changed'`,
    [id],
  );
  const letter = compose('rules-changed', null, rows[0].context, { origin: 'http://127.0.0.1:3000' });
  expect(letter.ok && letter.value.text).toContain('Daily loss, limit, as a share: 0.05 becomes 0.02');
  expect(letter.ok && letter.value.text).toContain('Reason: limit lowered');
});

test('the move is told: on the timeline with reason and consent, to the trader by one letter and in the portal', async () => {
  const { id } = await account();
  await move(id);
  await move(id);
  const { rows } = await moving.stack.sql.query(
    `select e.reason, e.data ->> 'consent' as consent, m.message, m.state from public.events e join public.mail_deliveries m on m.event_id = e.id
     where e.account_id = $1 and e.kind = 'account.rules-migrated'`,
    [id],
  );
  expect(rows).toEqual([{ reason: 'limit lowered', consent: 'agreed by mail', message: 'rules-changed', state: 'queued' }]);
  const [told] = await readMoves(moving.stack.service, id);
  const change = { path: 'rules.max-daily-loss[0].limit.pct', old: '0.05', new: '0.02' };
  expect(told).toEqual({ since: MOVED, reason: 'limit lowered', from_version: 1, to_version: 2, changes: [change] });
});

test('moved there and back again, each stretch keeps its own judge', async () => {
  const { id, tell } = await account();
  await tell(LOST);
  await move(id, '2026-11-19T00:30:00.000Z');
  await move(id, MOVED, moving.versions[0]);
  await tell(trade('2', '-2500.00', '2026-11-19T01:00:00.000Z'), LATER);
  await judgeAccountNow(id);
  expect(await verdicts(id)).toEqual(['v2 max-daily-loss provisional 11-19 01:00']);
  await proven(id);
});

test('a rule that only the new version has speaks for the first time after the move, though it would have spoken before it', async () => {
  const { id, tell } = await account();
  await tell(trade('1', '-3000.00', '2026-11-19T10:00:00.000Z'));
  await move(id, MOVED, moving.versions[2]);
  await judgeAccountNow(id);
  expect(await verdicts(id)).toEqual([]);
  await tell(trade('2', '-100.00', '2026-11-19T13:00:00.000Z'));
  expect(await verdicts(id)).toEqual(['v3 max-daily-loss provisional 11-19 13:00']);
  await proven(id);
});
