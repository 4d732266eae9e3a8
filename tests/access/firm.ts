// A firm with at least one row in every relation, so that "sees nothing" is never true for want of anything to see.
import { vi } from 'vitest';
import { assessment, event, fail, trade } from '../db/assessment';
import { stageAbuse } from '../db/stage-abuse';
import { stageDeeds } from '../db/stage-deeds';
import { stageIntegrations } from '../db/stage-integrations';
import { stageIp } from '../db/stage-ip';
import { stageMail } from '../db/stage-mail';
import { stageMoney } from '../db/stage-money';
import { CHALLENGE, FAST, NOW, PHASE, SLOW, ruleDocument, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';
import { disableTheDisabled, emailOf, signEverybodyUp, type Callers, type Person } from './callers';

export interface Firm {
  stack: TestStack;
  callers: Callers;
  /** The account of each trader that has trades, a verdict and a letter. */
  accounts: Record<'trader' | 'stranger' | 'disabled-trader', string>;
}

export const SEALED = 'sealed-and-never-to-be-read';
export const RAW_BODY = 'the raw words of a broker';
const DAY = '2026-02-01';
const AT = `${DAY}T09:30:00.000Z`;

async function call<T>(stack: TestStack, name: string, args: Record<string, unknown>): Promise<T> {
  const { data, error } = await stack.service.rpc(name, args);
  if (error) throw new Error(`${name}: ${error.message}`);
  return data as T;
}

async function openAccount(stack: TestStack, person: Person, login: string, phase: number): Promise<string> {
  const p = {
    connection_id: SLOW,
    platform: 'mt5',
    server: 'Demo',
    login,
    email: emailOf(person),
    full_name: person,
    challenge_type_id: CHALLENGE,
    phase_position: phase,
    now: '2026-02-01T00:00:00.000Z',
  };
  return (await call<{ account_id: string }>(stack, 'open_account', { p })).account_id;
}

/** Everything the judge may write about one account, once. */
const judged = (accountId: string) =>
  assessment(accountId, 2, {
    events: [event('trade', 't1', '0001')],
    trades: [trade('t1', 5000)],
    operations: [{ external_id: 'o1', kind: 'deposit', amount_cents: 100, occurred_at: AT }],
    positions: [{ position_id: 'p9', symbol: 'EURUSD', side: 'buy', lots: '1', open_price: '1.1', floating_cents: 10, reported_at: AT }],
    marks: [{ minute: AT, open_cents: 1, high_cents: 3, high_at: AT, low_cents: 1, low_at: AT, close_cents: 2, close_at: AT }],
    checkpoints: [{ trading_day: DAY, order_key: '0000', facts: { balance_cents: 1, floating_cents: 0 } }],
    violations: [fail(), fail('2026-02-01T09:59:00.000Z', { rule: 'lot-size', consequence: 'flag', severity: 'warning' })],
    days: [{ trading_day: DAY, start_balance_cents: 10000000 }],
    conflicts: [{ external_id: 't1', kind: 'trade', stored_sha256: 'a', received_sha256: 'b', received: {} }],
    spine: [{ kind: 'trade.recorded', data: {}, reason: null, occurred_at: AT }],
  });

async function openAndJudge(stack: TestStack, person: Person): Promise<string> {
  const id = await openAccount(stack, person, `${person}-1`, 1);
  await openAccount(stack, person, `${person}-2`, 2);
  const p = { now: NOW, accounts: [judged(id)], messages: [] };
  const { accounts } = await call<{ accounts: { outcome: string }[] }>(stack, 'record_assessment', { p });
  if (accounts[0]?.outcome !== 'recorded') throw new Error(JSON.stringify(accounts));
  return id;
}

async function receiveTwice(stack: TestStack): Promise<void> {
  const p = {
    connection_id: FAST,
    webhook_id: 'm1',
    body: RAW_BODY,
    body_sha256: '1',
    headers: {},
    auth: 'signature',
    now: NOW,
    accounts: [],
  };
  await call(stack, 'receive_inbox', { p });
  await call(stack, 'receive_inbox', { p: { ...p, body: `${RAW_BODY}, changed`, body_sha256: '2' } });
}

/** Sold, given back and identified, each once, as the doors hand it on. */
async function sell(stack: TestStack, callers: Callers): Promise<void> {
  const lines = [{ line_item: '1', product_refs: ['none'], product_name: 'None', quantity: 1, amount_cents: 100 }];
  const trader_ref = callers.trader.traderId;
  const common = { connection_id: null, provider: 'access', payment_ref: 'sold', currency: 'USD', now: NOW };
  await call(stack, 'provision_order', { p: { ...common, order_id: 'sold', trader_ref, email: null, lines } });
  await call(stack, 'record_return', {
    p: { ...common, external_id: 'back', payment_ref: 'other', kind: 'refund', amount_cents: 100, is_full: true },
  });
  await call(stack, 'record_kyc', { p: { ...common, external_id: 'k', trader_ref, reference: 'r', status: 'pending', codes: [] } });
}

async function signIns(stack: TestStack, callers: Callers): Promise<void> {
  for (const { userId, email } of Object.values(callers)) {
    if (!userId) continue;
    const person = { p_actor_id: userId, p_email: email, p_ip: '203.0.113.7', p_user_agent: 'test', p_succeeded: true, p_now: NOW };
    await call(stack, 'record_login', person);
  }
}

/** What staff would have written through the office: put there by the owner, since no caller may insert. */
async function deskWork(stack: TestStack, callers: Callers, accountId: string): Promise<void> {
  const [risk, admin] = [callers.risk.userId, callers.admin.userId];
  const run = (text: string, values: unknown[] = []) => stack.sql.query(text, values);
  await run('insert into public.account_notes (account_id, staff_id, body) values ($1, $2, $3)', [accountId, risk, 'Called the trader.']);
  await run('insert into public.trader_notes (trader_id, staff_id, body) values ($1, $2, $3)', [
    callers.trader.traderId,
    risk,
    'Spoke to them.',
  ]);
  await run('insert into public.trader_invites (trader_id, expires_at) values ($1, $2)', [callers.trader.traderId, NOW]);
  await run(
    `with held as (insert into public.legal_holds (trader_id, reason, set_by, set_at) values ($1, 'A suit.', $2, $3))
     insert into public.trader_erasures (trader_id, reason, asked_by, asked_at) values ($1, 'By letter.', $2, $3)`,
    [callers.trader.traderId, admin, NOW],
  );
  await run(
    `with a as (insert into public.anchors (up_to_event, events, streams, head, is_intact, anchored_at) values (0, 0, 0, 'x', true, $1) returning id)
     insert into public.anchor_acknowledgements (anchor_id, acknowledged_by, reason, acknowledged_at) select id, $2, 'r', $1 from a`,
    [NOW, risk],
  );
  await run(
    `insert into public.account_decisions (account_id, from_status, to_status, reason, requested_by, requested_at) values ($1, 'failed', 'active', 'asked', $2, $3)`,
    [accountId, risk, NOW],
  );
  await run(
    `insert into public.staff_invites (email, role, token_hash, invited_by, expires_at) values ('new@access.test', 'risk', $1, $2, $3)`,
    [SEALED, admin, NOW],
  );
  await run(`insert into public.settings (key, version, value, published_at) values ('access_tests', 1, '1', $1)`, [NOW]);
  await run(`insert into public.symbols (code, class) values ('ACCESS', 'forex')`);
  await run(`insert into public.news_events (source, key, at, currency, impact, title) values ('desk', 'k', $1, 'USD', 'high', 'CPI')`, [
    NOW,
  ]);
  await run(`insert into public.fx_rates (source, base, quote, rate, at) values ('desk', 'USD', 'JPY', 150, $1)`, [NOW]);
  await run(`insert into public.market_holidays (source, calendar, day) values ('desk', 'us', '2026-02-16')`);
  await run(`insert into public.market_imports (kind, source, added, changed, withdrawn) values ('rates', 'desk', 1, 0, 0)`);
  await run(`insert into public.mail_templates (message, subject, body, version) values ('access', 'S', 'B', 1)`);
  for (const kind of ['kyc', 'order', 'payout', 'data', 'job', 'inbox']) {
    await run('insert into public.reviews (kind, subject_id) values ($1, $2)', [kind, `access-${kind}`]);
  }
  await run(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, created_by) values ($1, 'house', 2, 10000000, $2::jsonb, $3)`,
    [PHASE, ruleDocument(2), callers.config.userId],
  );
  for (const person of ['viewer', 'admin', 'disabled-staff'] as const) {
    await run(`insert into public.saved_views (staff_id, page, name, is_shared) values ($1, 'accounts', $2, $3)`, [
      callers[person].userId,
      `${person}'s`,
      person === 'admin',
    ]);
    await run(`insert into public.list_columns (staff_id, page, columns) values ($1, 'accounts', '2:login,state')`, [
      callers[person].userId,
    ]);
  }
  await stageDeeds(stack.sql, risk ?? '', admin ?? '');
  await stageIntegrations(stack.sql, risk ?? '');
  await stageMoney(stack.sql, risk ?? '');
  await stageMail(stack.sql, admin ?? '');
  await stageIp(stack.sql, risk ?? '');
  await stageAbuse(stack.sql, risk ?? '');
  await call(stack, 'take_key', { p: { actor_id: callers.trader.userId, key: 'k', request_sha256: 'x', now: NOW } });
  await call(stack, 'start_batch', { p_kind: 'reassess', p_total: 1, p_now: NOW });
}

export async function openFirm(): Promise<Firm> {
  const stack = await startTestStack({ connections: 4 });
  // The embedded API prints every error of the database; in these tests each of them is a refusal that is wanted.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await stageFirm(stack.sql);
  await stack.sql.query(`update public.connections set signing_secrets = $1::jsonb, credentials = $1::jsonb`, [
    JSON.stringify([{ ciphertext: SEALED }]),
  ]);
  const callers = await signEverybodyUp(stack);
  const accounts = {
    trader: await openAndJudge(stack, 'trader'),
    stranger: await openAndJudge(stack, 'stranger'),
    'disabled-trader': await openAndJudge(stack, 'disabled-trader'),
  };
  await receiveTwice(stack);
  await sell(stack, callers);
  await signIns(stack, callers);
  await deskWork(stack, callers, accounts.trader);
  await disableTheDisabled(stack);
  return { stack, callers, accounts };
}
