// One trade through the engine: recorded once, answered the same again, refused by name, and never called fine because something failed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RiskEngine, type TradeInput } from '@/lib/risk-engine';
import { startFlow, type Flow } from '../flow/flow-stack';

let flow: Flow;
let account: string;
let trader: string;
let engine: RiskEngine;
beforeAll(async () => {
  flow = await startFlow({ graceSeconds: 900, isDoorEnough: true });
  account = await flow.openAccount();
  trader = await traderOf(account);
  engine = new RiskEngine(flow.stack.service);
});
afterAll(() => flow.close());

async function traderOf(id: string): Promise<string> {
  return (await flow.rows<{ trader_id: string }>('select trader_id from public.accounts where id = $1', id))[0]?.trader_id ?? '';
}
function trade(ticket: string, profit_loss: number | string, change: Partial<TradeInput> = {}): TradeInput {
  return {
    challenge_id: account,
    user_id: trader,
    ticket_number: ticket,
    symbol: 'EURUSD',
    type: 'buy',
    lots: 1.0,
    open_price: 1.085,
    close_price: 1.0875,
    open_time: new Date('2026-11-20T09:00:00Z'),
    close_time: new Date('2026-11-20T10:00:00Z'),
    profit_loss,
    ...change,
  };
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error as { refusal?: { code: string; path?: string } }).refusal ?? error,
  );
const refusedTrade = (change: object) => refusal(engine.checkTrade({ ...trade('x', 1), ...change } as TradeInput));

test('a trade is recorded with its figures', async () => {
  const result = await engine.checkTrade(trade('12345', 250, { commission: -7 }));
  expect(result).toMatchObject({ is_breached: false, verdict: 'ok', violations: [], warnings: [], outcome: 'recorded', provisional: true });
  expect(result.metrics).toMatchObject({ balance: '100243.00', equity: '100243.00', high_water_mark: '100243.00', daily_pnl: '243.00' });
  expect(result.metrics).toMatchObject({
    cumulative_profit: '243.00',
    total_winning_trades: 1,
    largest_win: '243.00',
    trade_percentage: '100.0000',
  });
  expect(result.metrics.rules).toContainEqual({
    rule: 'max-daily-loss',
    instance: 0,
    status: 'safe',
    used_percent: '0.00',
    left: '5243.00',
  });
  expect(result.metrics.latencyMs).toBeGreaterThan(0);
  const [raw] = await flow.rows<{ state: string; auth: string }>("select state, auth from public.inbox where webhook_id like 'engine:%'");
  expect(raw).toEqual({ state: 'settled', auth: 'import' });
});

test('the same ticket again answers as it did first, written in whatever form', async () => {
  const again = await engine.checkTrade(trade('12345', '250.00', { commission: '-7.0' }));
  expect(again).toMatchObject({ outcome: 'duplicate', verdict: 'ok', account_version: 3 });
  expect(await flow.rows('select 1 from public.trades where account_id = $1', account)).toHaveLength(1);
});

test('the same ticket with other content is a conflict, and the first stands', async () => {
  expect(await refusal(engine.checkTrade(trade('12345', 251, { commission: -7 })))).toMatchObject({
    code: 'content-conflict',
    status: 409,
  });
  expect(await flow.rows('select profit_loss_cents::int as net from public.trades')).toEqual([{ net: 25000 }]);
});

test('a ticket that the broker sent before is a duplicate too', async () => {
  const { trade: wire } = await import('../trades/wire-samples');
  await flow.deliver(wire('777', '10.00', '2026-11-20T10:30:00.000Z', { position_id: '777' }));
  const same = { open_price: '1.08500', close_price: '1.08620', open_time: '2026-11-20T10:20:00Z', close_time: '2026-11-20T10:30:00Z' };
  expect(await engine.checkTrade(trade('777', 10, same))).toMatchObject({ outcome: 'duplicate', verdict: 'ok' });
});

test('what is not as promised is refused with its path', async () => {
  expect(await refusedTrade({ lots: 'many' })).toMatchObject({ code: 'invalid', path: 'lots' });
  expect(await refusedTrade({ profit_loss: Number.NaN })).toMatchObject({ code: 'invalid', path: 'profit_loss' });
  expect(await refusedTrade({ leverage: 5 })).toMatchObject({ code: 'invalid', path: 'leverage' });
  expect(await refusedTrade({ close_time: '2026-11-20 10:00' })).toMatchObject({ code: 'invalid', path: 'close_time' });
  expect(await refusedTrade({ currency: 'EUR' })).toMatchObject({ code: 'invalid', path: 'currency' });
  expect(await refusedTrade({ open_time: '2026-11-20T11:00:00Z' })).toMatchObject({ code: 'invalid', path: 'open_time' });
  expect(await refusedTrade({ close_time: new Date(Date.now() + 3_600_000) })).toMatchObject({ code: 'invalid', path: 'close_time' });
});

test('a trade that was refused for its form may come again, mended', async () => {
  expect(await refusal(engine.checkTrade(trade('mended', 5, { currency: 'EUR' })))).toMatchObject({ code: 'invalid' });
  expect(await engine.checkTrade(trade('mended', 5))).toMatchObject({ outcome: 'recorded' });
});

test("another trader's account, and one that is not there, are not found alike", async () => {
  expect(await refusedTrade({ user_id: randomUUID() })).toMatchObject({ code: 'not-found', status: 404 });
  expect(await refusedTrade({ challenge_id: randomUUID() })).toMatchObject({ code: 'not-found', status: 404 });
});

test('strangers, traders and staff who judge nothing are not allowed; risk is', async () => {
  const ask = (client: ConstructorParameters<typeof RiskEngine>[0]) => refusal(new RiskEngine(client).checkTrade(trade('staff', 1)));
  expect(await ask(flow.stack.anonymous())).toMatchObject({ code: 'not-allowed' });
  const viewer = await flow.stack.signUp('viewer@firm.test');
  expect(await ask(viewer.client)).toMatchObject({ code: 'not-allowed' });
  await flow.rows("insert into public.staff (id, email, role) values ($1, 'viewer@firm.test', 'viewer')", viewer.id);
  expect(await ask(viewer.client)).toMatchObject({ code: 'not-allowed' });
  await flow.rows("update public.staff set role = 'risk' where id = $1", viewer.id);
  expect(await ask(viewer.client)).toBe('answered');
});

test('a breach names its rule, and later trades of the broken account name it again', async () => {
  const broken = await engine.checkTrade(trade('90000', -5_300, { close_time: '2026-11-20T11:00:00Z' }));
  expect(broken).toMatchObject({ is_breached: true, verdict: 'breach', provisional: true, outcome: 'recorded' });
  expect(broken.violations).toMatchObject([
    { rule: 'max-daily-loss', severity: 'breach', unit: 'money', threshold: '95000.00', rule_set_version: 1 },
  ]);
  expect(broken.violations[0]?.evidence.length).toBeGreaterThan(0);
  const after = await engine.checkTrade(trade('90001', 1, { close_time: '2026-11-20T11:30:00Z' }));
  expect(after).toMatchObject({ is_breached: true, verdict: 'breach' });
  expect(after.violations).toMatchObject([{ rule: 'max-daily-loss' }]);
  expect(await engine.checkTrade(trade('90000', -5_300, { close_time: '2026-11-20T11:00:00Z' }))).toMatchObject({
    outcome: 'duplicate',
    is_breached: true,
  });
});

test('an account that has ended takes no more trades', async () => {
  const ended = await flow.openAccount('85003440');
  const user_id = await traderOf(ended);
  await flow.stack.sql.query(
    "begin; set local tideline.actor_kind = 'staff'; update public.accounts set status = 'closed', closed_at = now() where id = '" +
      ended +
      "'; commit",
  );
  expect(await refusedTrade({ challenge_id: ended, user_id })).toMatchObject({ code: 'account-closed', status: 409 });
});

test('when the database fails, nothing is called fine', async () => {
  await flow.rows('alter table public.account_events rename to hidden');
  try {
    expect(await refusal(engine.checkTrade(trade('lost', 1)))).toMatchObject({ code: 'not-stored', status: 503 });
  } finally {
    await flow.rows('alter table public.hidden rename to account_events');
  }
});
