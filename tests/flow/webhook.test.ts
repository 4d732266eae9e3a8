// From a broker's message to the verdict, the status and the letter, over real HTTP against a real Postgres.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, snapshot, trade, batch, KNOWN_BODY, ACCOUNT } from '../trades/wire-samples';
import { startFlow, type Flow } from './flow-stack';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(async () => {
  await flow?.close();
});

let logins = 1000;
/** A fresh account and its own wire words. */
async function account() {
  const login = String((logins += 1));
  const id = await flow.openAccount(login);
  const ref = { account: { ...ACCOUNT, login } };
  return { id, login, ref };
}
const T = (time: string) => `2026-11-18T${time}:00.000Z`;

describe('a trade that is posted', () => {
  it('is stored raw, judged, recorded and answered', async () => {
    const { id, ref } = await account();
    const { status, json } = await flow.deliver(trade('1', '250.00', T('10:00'), ref));
    expect(status).toBe(200);
    expect(json.results).toEqual([
      { external_id: '1', outcome: 'recorded', account_id: id, account_version: 3, verdict: 'ok', provisional: false },
    ]);
    expect(
      await flow.rows('select external_id, net_profit_cents::int, booked_cents::int from public.trades where account_id = $1', id),
    ).toEqual([{ external_id: '1', net_profit_cents: 25_000, booked_cents: 25_000 }]);
    expect(
      await flow.rows(
        'select balance_cents::int, risk_state, nearest_rule, headroom_cents::int from public.account_facts where account_id = $1',
        id,
      ),
    ).toEqual([{ balance_cents: 10_025_000, risk_state: 'safe', nearest_rule: 'max-daily-loss', headroom_cents: 525_000 }]);
    expect(
      await flow.rows(
        `select state, answer ->> 'body' is not null as answered from public.inbox where body like '%' || $1 || '%'`,
        ref.account.login,
      ),
    ).toEqual([{ state: 'settled', answered: true }]);
    expect(await flow.rows(`select kind from public.events where account_id = $1 and kind = 'trade.recorded'`, id)).toHaveLength(1);
  });

  it('that breaks a rule fails the account, stops trading and queues the letter', async () => {
    const { id, ref } = await account();
    const { json } = await flow.deliver(trade('1', '-5000.01', T('10:00'), ref));
    expect(json.results).toMatchObject([{ outcome: 'recorded', verdict: 'breach' }]);
    expect(await flow.rows('select status, trading_off_reason, closure_reason from public.accounts where id = $1', id)).toEqual([
      { status: 'failed', trading_off_reason: 'rule-violation', closure_reason: 'rule_violation' },
    ]);
    const violations =
      'select rule, state, severity, measured_value::int, threshold_value::int, trade_ticket from public.risk_violations where account_id = $1';
    expect(await flow.rows(violations, id)).toEqual([
      {
        rule: 'max-daily-loss',
        state: 'confirmed',
        severity: 'breach',
        measured_value: 9_499_999,
        threshold_value: 9_500_000,
        trade_ticket: '1',
      },
    ]);
    expect(await flow.rows('select message, state, to_email from public.mail_deliveries where account_id = $1', id)).toEqual([
      { message: 'rule-violation', state: 'queued', to_email: `${ref.account.login}@trader.test` },
    ]);
  });

  it('is still kept after the account has failed, and judged no more', async () => {
    const { id, ref } = await account();
    await flow.deliver(trade('1', '-6000.00', T('10:00'), ref));
    const { json } = await flow.deliver(trade('2', '-6000.00', T('11:00'), ref));
    expect(json.results).toMatchObject([{ outcome: 'recorded' }]);
    expect(await flow.rows('select external_id from public.trades where account_id = $1', id)).toHaveLength(2);
    expect(await flow.rows(`select rule from public.risk_violations where account_id = $1 and outcome = 'breach'`, id)).toHaveLength(1);
  });
});

describe('what is sent twice', () => {
  it('as a message gets the very bytes of the first answer', async () => {
    const { id, ref } = await account();
    const message = trade('1', '10.00', T('10:00'), ref);
    const first = await flow.send(message, { id: `twice-${id}` });
    const again = await flow.send(message, { id: `twice-${id}` });
    expect(again).toMatchObject({ status: 200, text: first.text });
    expect(await flow.rows('select external_id from public.trades where account_id = $1', id)).toHaveLength(1);
  });

  it('as an event of another message is a duplicate that names the first outcome', async () => {
    const { ref } = await account();
    await flow.deliver(trade('1', '10.00', T('10:00'), ref));
    const { json } = await flow.deliver(trade('1', '10.00', T('10:00'), ref));
    expect(json.results).toMatchObject([{ external_id: '1', outcome: 'duplicate', first: { outcome: 'recorded', account_version: 3 } }]);
  });

  it.each<[string, (i: number) => string, object]>([
    ['in messages of their own', (i) => `own-${i}`, { recorded: 1, duplicate: 63 }],
    ['in one message', () => 'same', { recorded: 64 }],
  ])('64 times at once %s is recorded once and taken every time', async (_name, name, outcomes) => {
    const { id, ref } = await account();
    const message = trade('1', '-5100.00', T('10:00'), ref);
    const all = await Promise.all(Array.from({ length: 64 }, (_, i) => flow.send(message, { id: `race-${id}-${name(i)}` })));
    expect(all.map((one) => one.status)).toEqual(all.map(() => 200));
    const told: Record<string, number> = {};
    for (const { json } of all) for (const { outcome } of json.results) told[String(outcome)] = (told[String(outcome)] ?? 0) + 1;
    expect(told).toEqual(outcomes);
    expect(await flow.rows('select balance_cents::int from public.account_facts where account_id = $1', id)).toEqual([
      { balance_cents: 9_490_000 },
    ]);
    expect(await flow.rows(`select rule from public.risk_violations where account_id = $1 and outcome = 'breach'`, id)).toHaveLength(1);
    expect(await flow.rows('select message from public.mail_deliveries where account_id = $1', id)).toHaveLength(1);
  });

  it('under a known id with other bytes is refused and kept', async () => {
    const { id, ref } = await account();
    await flow.send(trade('1', '10.00', T('10:00'), ref), { id: `reuse-${id}` });
    const second = await flow.send(trade('1', '99.00', T('10:00'), ref), { id: `reuse-${id}` });
    expect(second).toMatchObject({ status: 409, json: { error: { code: 'id-reused' } } });
    expect(
      await flow.rows(
        'select c.id from public.inbox_conflicts c join public.inbox i on i.id = c.inbox_id where i.webhook_id = $1',
        `reuse-${id}`,
      ),
    ).toHaveLength(1);
  });

  it('with other content is doubted, kept beside the first and shown to a person', async () => {
    const { id, ref } = await account();
    await flow.deliver(trade('1', '10.00', T('10:00'), ref));
    const { json } = await flow.deliver(trade('1', '11.00', T('10:00'), ref));
    expect(json.results).toMatchObject([{ outcome: 'quarantined', code: 'content-conflict' }]);
    expect(await flow.rows('select external_id from public.ingest_conflicts where account_id = $1', id)).toHaveLength(1);
    expect(await flow.rows(`select kind from public.reviews where account_id = $1 and rule = 'content-conflict'`, id)).toEqual([
      { kind: 'data' },
    ]);
    expect(await flow.rows('select net_profit_cents::int as net from public.trades where account_id = $1', id)).toEqual([{ net: 1000 }]);
  });
});

describe('what comes in another order', () => {
  it('ends in the same facts, and many senders at once lose nothing', async () => {
    const [one, two] = [await account(), await account()];
    const events = (ref: object) =>
      Array.from({ length: 12 }, (_, i) =>
        trade(String(i + 1), i % 3 === 0 ? '-120.00' : '75.50', `2026-11-1${5 + (i % 4)}T1${i % 10}:00:00.000Z`, {
          ...ref,
          position_id: `P${i}`,
        }),
      );
    await flow.deliver(...events(one.ref));
    await Promise.all(
      events(two.ref)
        .reverse()
        .map((event) => flow.deliver(event)),
    );
    await expect
      .poll(async () => flow.rows('select external_id from public.trades where account_id = $1', two.id), { timeout: 20_000 })
      .toHaveLength(12);
    const facts =
      'select facts, balance_cents, high_water_cents, trading_day::text, rule_states from public.account_facts where account_id = $1';
    expect(await flow.rows(facts, two.id)).toEqual(await flow.rows(facts, one.id));
    const days = 'select trading_day::text, pnl_cents, trades, wins, losses from public.daily_stats where account_id = $1 order by 1';
    expect(await flow.rows(days, two.id)).toEqual(await flow.rows(days, one.id));
  });
});

describe('an account nobody knows yet', () => {
  it('has its message parked, and judged once it appears', async () => {
    const login = String((logins += 1));
    const ref = { account: { ...ACCOUNT, login } };
    const message = trade('1', '-5100.00', T('10:00'), ref);
    const { status, json } = await flow.send(message, { id: `parked-${login}` });
    expect({ status, results: json.results }).toEqual({
      status: 200,
      results: [{ external_id: '1', outcome: 'parked', code: 'unknown-account' }],
    });
    const id = await flow.openAccount(login);
    await flow.stack.startWorker();
    const state = () => flow.rows('select state from public.inbox where webhook_id = $1', `parked-${login}`);
    await expect.poll(state, { timeout: 20_000 }).toEqual([{ state: 'settled' }]);
    expect(await flow.rows('select status from public.accounts where id = $1', id)).toEqual([{ status: 'failed' }]);
  });

  it('does not hold up the others of its batch', async () => {
    const { id, ref } = await account();
    const stranger = { account: { ...ACCOUNT, login: String((logins += 1)) } };
    const { json } = await flow.deliver(trade('1', '10.00', T('10:00'), ref), trade('2', '10.00', T('10:00'), stranger));
    expect(json.results).toMatchObject([{ outcome: 'recorded' }, { outcome: 'parked', code: 'unknown-account' }]);
    expect(await flow.rows('select external_id from public.trades where account_id = $1', id)).toHaveLength(1);
  });
});

describe('a batch', () => {
  it('of many accounts and kinds answers each event in its place', async () => {
    const [one, two] = [await account(), await account()];
    const { status, json } = await flow.deliver(
      trade('1', '10.00', T('10:00'), one.ref),
      { type: 'trade.closed', data: { ...trade('2', '1.00', T('10:00'), one.ref).data, gross: 5 } },
      {
        ...operation('d', 'deposit', '100000.00', T('09:00')),
        data: { ...operation('d', 'deposit', '100000.00', T('09:00')).data, ...two.ref },
      },
      {
        ...snapshot('s', { balance: '100000.00', equity: '94000.00' }, T('11:00')),
        data: { ...snapshot('s', { balance: '100000.00', equity: '94000.00' }, T('11:00')).data, ...two.ref },
      },
      { type: 'weather.changed', data: { external_id: '9' } },
      trade('3', '10.00', T('10:00'), { ...one.ref, net: '12.00' }),
    );
    expect(status).toBe(200);
    expect(json.results).toMatchObject([
      { outcome: 'recorded', verdict: 'ok' },
      { outcome: 'refused', code: 'number-not-text', path: 'events[1].data.gross' },
      { outcome: 'recorded', verdict: 'ok' },
      { outcome: 'recorded', verdict: 'breach' },
      { outcome: 'refused', code: 'unknown-type' },
      { outcome: 'quarantined', code: 'sum-mismatch' },
    ]);
  });

  it('of nothing but refused events is not accepted, and its raw row is kept', async () => {
    const refused = await flow.send(batch({ type: 'x', data: { external_id: 'none-1' } }), { id: 'nothing-acceptable-1' });
    expect(refused).toMatchObject({ status: 422, json: { error: { code: 'nothing-acceptable' }, results: [{ outcome: 'refused' }] } });
    expect(await flow.rows(`select state from public.inbox where webhook_id = 'nothing-acceptable-1'`)).toEqual([{ state: 'rejected' }]);
  });
});

describe('the known-answer request', () => {
  it('is recorded as the wire says', async () => {
    const id = await flow.openAccount();
    const { json } = await flow.send(KNOWN_BODY, { id: 'msg_2026_000001' });
    expect(json).toMatchObject({
      message_id: 'msg_2026_000001',
      received: 1,
      results: [{ external_id: '5976044', outcome: 'recorded', account_id: id, verdict: 'ok' }],
    });
    expect(
      await flow.rows(
        'select ticket_number, net_profit_cents::int as net, booked_cents::int as booked from public.trades where account_id = $1',
        id,
      ),
    ).toEqual([{ ticket_number: '5976044', net: 4520, booked: 4660 }]);
  });
});
