// A verdict's derivation: the same that telling the account again comes to, under the version of its time, and never what was merely stored.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson } from '@/lib/canonical-json';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { readViolation } from '@/lib/violations/read';
import { explainViolation } from '@/lib/violations/why-replay';
import { snapshot, trade } from '../trades/wire-samples';
import { startMoving, type Moving } from './moving';

let moving: Moving;
beforeAll(async () => {
  moving = await startMoving();
});
afterAll(() => moving.close());

async function explain(account: string) {
  const { rows } = await moving.stack.sql.query<{ id: string; rules: unknown }>(
    `select v.id, r.rules from public.risk_violations v join public.rule_sets r on r.id = v.rule_set_id where v.account_id = $1 and v.outcome = 'breach' order by v.raised_key`,
    [account],
  );
  const found = rows[0];
  const violation = found ? await readViolation(moving.stack.service, found.id) : null;
  if (!violation || !found) throw new Error('no violation');
  const explained = await explainViolation(violation, found.rules);
  if (!explained) throw new Error('no account');
  return explained;
}

test('reference, amount, floor and measured, the rule as written, the events it rests on, and both versions', async () => {
  const { id, tell } = await moving.account();
  await tell(trade('1', '1000.00', '2026-11-18T09:00:00.000Z'), trade('2', '-6500.00', '2026-11-19T10:00:00.000Z'));
  const { derivation, agrees, judged_by } = await explain(id);
  expect(agrees).toBe(true);
  expect(judged_by).toBe(ENGINE_VERSION);
  expect(derivation).toMatchObject({
    format: 'derivation/1',
    engine: ENGINE_VERSION,
    account: { id, initial_balance_cents: 10_000_000 },
    rule_set: { id: moving.versions[0], version: 1 },
    rule: { code: 'max-daily-loss', written: { limit: { pct: '0.05', of: 'initial' } }, reset: { tz: 'UTC', time: '00:00' } },
    figures: { unit: 'cents', reference: 10_100_000, amount: 500_000, limit: 9_600_000, measured: 9_450_000, headroom: -150_000 },
    events: [{ kind: 'trade', external_id: '2', data: { net_cents: -650_000 } }],
  });
});

test('it is what telling the account again comes to, byte for byte, also after the account was moved', async () => {
  const { id, tell } = await moving.account();
  await tell(trade('1', '-6000.00', '2026-11-18T10:00:00.000Z'));
  const before = canonicalJson(await explain(id));
  await moving.move(id);
  await judgeAccountNow(id);
  expect(canonicalJson(await explain(id))).toBe(before);
  const [verdict] = (await rebuildFacts(id, null))?.verdicts ?? [];
  const { derivation } = await explain(id);
  expect(derivation?.rule_set.version).toBe(1);
  expect(canonicalJson({ evidence: derivation?.steps, message: derivation?.verdict.message, limit: derivation?.figures.limit })).toBe(
    canonicalJson({ evidence: verdict?.evidence, message: verdict?.message, limit: verdict?.limit }),
  );
});

test('what a reset found after the last event is derived as well', async () => {
  const { id, tell } = await moving.account();
  await tell(
    trade('1', '3000.00', '2026-11-18T10:00:00.000Z'),
    snapshot('s', { balance: '103000.00', equity: '96000.00' }, '2026-11-18T11:00:00.000Z'),
  );
  await judgeAccountNow(id);
  expect(await explain(id)).toMatchObject({
    ...{ agrees: true, judged_by: ENGINE_VERSION },
    derivation: { verdict: { breached_at: '2026-11-19T00:00:00Z' } },
  });
});

test('a verdict keeps the judge that came to it, whichever tells it again', async () => {
  const { id, tell } = await moving.account();
  await tell(trade('1', '-6000.00', '2026-11-18T10:00:00.000Z'));
  await moving.stack.sql.query(`update public.risk_violations set engine = 'judge/1' where account_id = $1`, [id]);
  expect(await explain(id)).toMatchObject({ agrees: true, judged_by: 'judge/1', derivation: { engine: ENGINE_VERSION } });
});

test('stored figures that are others disagree, and a verdict taken back has no derivation', async () => {
  const { id, tell } = await moving.account();
  await tell(trade('1', '-6000.00', '2026-11-18T10:00:00.000Z'));
  await moving.stack.sql.query('update public.risk_violations set measured_value = 1 where account_id = $1', [id]);
  expect(await explain(id)).toMatchObject({ agrees: false, derivation: { figures: { measured: 9_400_000 } } });
  await tell(trade('0', '4000.00', '2026-11-18T09:00:00.000Z'));
  expect(await explain(id)).toMatchObject({ state: 'withdrawn', agrees: false, derivation: null });
});
