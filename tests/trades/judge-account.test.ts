// One account and a message: what is recorded, what is answered, and that the order of arrival changes nothing.
import { describe, expect, it } from 'vitest';
import { Memory } from './account-memory';
import { operation, reversal, snapshot, trade } from './wire-samples';

const T = (time: string) => `2026-11-18T${time}:00.000Z`;

describe('a message about one account', () => {
  it('is recorded with the balance, the day and the verdict', () => {
    const { results, record } = new Memory().deliver(trade('1', '250.00', T('10:00')));
    expect(results).toEqual([
      { external_id: '1', outcome: 'recorded', account_id: 'a', account_version: 2, verdict: 'ok', provisional: true },
    ]);
    expect(record).toMatchObject({
      balance_cents: 10_025_000,
      equity_cents: 10_025_000,
      risk_state: 'safe',
      nearest_rule: 'max-daily-loss',
    });
    expect(record?.trades).toMatchObject([
      { external_id: '1', ticket_number: '1', profit_loss_cents: 25_000, booked_cents: 25_000, is_late: false },
    ]);
    expect(record?.days.at(-1)).toMatchObject({ trading_day: '2026-11-18', pnl_cents: 25_000, trades: 1, wins: 1, is_breached: false });
    expect(record?.spine).toMatchObject([{ kind: 'trade.recorded', data: { counts: { trade: 1 }, net_cents: 25_000, late: false } }]);
  });

  it('breaches when the loss of the day passes the limit, and not when it touches it', () => {
    const memory = new Memory();
    expect(memory.deliver(trade('1', '-5000.00', T('10:00'))).results).toMatchObject([{ verdict: 'warning' }]);
    const { results, record } = memory.deliver(trade('2', '-0.01', T('10:01')));
    expect(results).toMatchObject([{ outcome: 'recorded', verdict: 'breach' }]);
    const row = {
      rule: 'max-daily-loss',
      outcome: 'breach',
      severity: 'breach',
      consequence: 'fail',
      measured_value: 9_499_999,
      threshold_value: 9_500_000,
    };
    expect(record?.violations).toMatchObject([{ ...row, breached_at: '2026-11-18T10:01:00Z', trade_ticket: '2' }]);
    expect(record?.risk_state).toBe('violated');
    expect(record?.days.at(-1)?.is_breached).toBe(true);
  });

  it('breaches on the lowest equity of a report although it recovered', () => {
    const { results, record } = new Memory().deliver(
      snapshot('s', { balance: '100000.00', equity: '99000.00', low: '94999.99' }, T('10:00')),
    );
    expect(results).toMatchObject([{ verdict: 'breach' }]);
    expect(record?.marks).toMatchObject([{ minute: '2026-11-18T10:00:00Z', low_cents: 9_499_999, close_cents: 9_900_000 }]);
  });

  it('warns once when a band is entered', () => {
    const memory = new Memory();
    const first = memory.deliver(trade('1', '-4100.00', T('10:00')));
    expect(first.record?.violations).toMatchObject([{ rule: 'max-daily-loss', outcome: 'warn', severity: 'warning' }]);
    const second = memory.deliver(trade('2', '-10.00', T('10:01')));
    expect(second.results).toMatchObject([{ verdict: 'warning' }]);
    expect(second.record?.violations).toEqual([]);
    expect(memory.deliver(trade('3', '-500.00', T('10:02'))).record?.violations).toMatchObject([{ outcome: 'warn', severity: 'critical' }]);
  });

  it('answers each event of a batch with its own verdict', () => {
    const { results } = new Memory().deliver(
      trade('1', '10.00', T('10:00')),
      trade('2', '-4500.00', T('10:01')),
      trade('3', '-1000.00', T('10:02')),
    );
    expect(results.map((one) => 'verdict' in one && one.verdict)).toEqual(['ok', 'warning', 'breach']);
  });
});

describe('what comes twice', () => {
  it('is a duplicate that names the first outcome', () => {
    const memory = new Memory();
    const first = memory.deliver(trade('1', '10.00', T('10:00'))).results[0];
    const { results, record } = memory.deliver(trade('1', '10.00', T('10:00'), { volume: '1.0', comment: 'again' }));
    expect(record).toBeNull();
    expect(results).toMatchObject([{ outcome: 'duplicate', first: { outcome: 'recorded', account_version: 2 } }]);
    expect(first).toMatchObject({ outcome: 'recorded', account_version: 2 });
  });

  it('is a duplicate inside one message too', () => {
    const one = trade('1', '10.00', T('10:00'));
    const { results, record } = new Memory().deliver(one, one);
    expect(results).toMatchObject([{ outcome: 'recorded' }, { outcome: 'duplicate', first: { outcome: 'recorded' } }]);
    expect(record?.trades).toHaveLength(1);
  });

  it('is doubted when its content differs, and the first stands', () => {
    const memory = new Memory();
    memory.deliver(trade('1', '10.00', T('10:00')));
    const { results, record } = memory.deliver(trade('1', '11.00', T('10:00')));
    expect(results).toMatchObject([{ outcome: 'quarantined', code: 'content-conflict' }]);
    expect(record).toMatchObject({ balance_cents: 10_001_000, events: [], conflicts: [{ external_id: '1', kind: 'trade' }] });
    expect(record?.reviews).toMatchObject([{ kind: 'data', rule: 'content-conflict' }]);
  });
});

describe('what comes late', () => {
  const events = [
    operation('d1', 'deposit', '1000.00', '2026-11-16T09:00:00.000Z'),
    trade('1', '300.00', '2026-11-16T10:00:00.000Z'),
    trade('2', '-700.00', '2026-11-17T10:00:00.000Z'),
    snapshot('s1', { balance: '100600.00', equity: '100600.00' }, '2026-11-17T11:00:00.000Z'),
    trade('3', '-4000.00', T('09:00')),
    trade('4', '-2000.00', T('10:00')),
    reversal('r3', '3', T('11:00')),
    trade('5', '120.00', T('12:00')),
  ];

  it('gives the same facts and verdicts in every order of arrival', () => {
    const straight = new Memory();
    straight.deliver(...events);
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 40; round += 1) {
      const memory = new Memory();
      const shuffled = events.map((event) => ({ event, place: random() })).sort((a, b) => a.place - b.place);
      for (const { event } of shuffled) memory.deliver(event);
      expect(memory.facts).toEqual(JSON.parse(JSON.stringify(straight.facts)));
      const breaches = (one: Memory) =>
        [...one.violations.values()]
          .filter((row) => row.outcome === 'breach')
          .map((row) => row.id)
          .sort();
      expect(breaches(memory)).toEqual(breaches(straight));
    }
  });

  it('withdraws a breach that an earlier gain makes untrue', () => {
    const memory = new Memory();
    memory.deliver(trade('1', '0.00', T('08:00')));
    expect(memory.deliver(trade('3', '-5500.00', T('10:00'))).results).toMatchObject([{ verdict: 'breach' }]);
    const { results, record } = memory.deliver(trade('2', '600.00', T('09:00')));
    expect(results).toMatchObject([{ outcome: 'recorded', verdict: 'ok' }]);
    expect(record?.withdrawn).toHaveLength(1);
    expect(record).toMatchObject({ violations: [{ outcome: 'warn', subject: 'critical' }], risk_state: 'critical' });
    expect(record?.trades).toMatchObject([{ external_id: '2', is_late: true }]);
  });
});

describe('what is not believed', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['parts that do not add up', { net: '13.00' }, 'quarantined', 'sum-mismatch'],
    ['costs sent as positive numbers', { commission: '3.00', net: '7.00' }, 'quarantined', 'sign-convention'],
    ['a close in the future', { closed_at: '2026-11-18T18:05:00.001Z' }, 'quarantined', 'clock'],
    ['an opening after the close', { opened_at: T('10:01') }, 'quarantined', 'clock'],
    ['a volume in the wrong unit', { contract_size: '100000', gross: '12000.00', net: '12000.00' }, 'quarantined', 'volume-scale'],
    ['another currency', { currency: 'EUR' }, 'refused', 'currency-mismatch'],
  ])('%s', (_name, change, outcome, code) => {
    const { results, record } = new Memory().deliver(trade('1', '10.00', T('10:00'), change));
    expect(results).toMatchObject([{ external_id: '1', outcome, code }]);
    expect(record).toBeNull();
  });

  it('allows what rounding each part on its own may cost', () => {
    expect(new Memory().deliver(trade('1', '10.00', T('10:00'), { net: '10.02' })).results).toMatchObject([{ outcome: 'recorded' }]);
    expect(new Memory().deliver(trade('1', '10.00', T('10:00'), { net: '10.03' })).results).toMatchObject([{ code: 'sum-mismatch' }]);
  });

  it('a snapshot whose equity is not its parts, or outside its own extremes', () => {
    const wrong = snapshot('s', { balance: '100.00', equity: '90.00' }, T('10:00'));
    expect(new Memory().deliver({ ...wrong, data: { ...wrong.data, floating: '-5.00' } }).results).toMatchObject([
      { code: 'sum-mismatch' },
    ]);
    const low = snapshot('s', { balance: '100.00', equity: '90.00', low: '95.00' }, T('10:00'));
    expect(new Memory().deliver(low).results).toMatchObject([{ code: 'sum-mismatch', path: 'equity_low' }]);
  });
});

describe('the target', () => {
  it('reached with every gate met stops trading and asks a person', () => {
    const { record } = new Memory().deliver(trade('1', '10000.00', T('10:00')));
    expect(record?.trading_off).toEqual({ reason: 'target-reached', until: null });
    expect(record?.reviews).toMatchObject([{ kind: 'phase_pass' }]);
  });

  it('reached by an account that is live or blocked asks nobody', () => {
    const { record } = new Memory({ status: 'blocked' }).deliver(trade('1', '10000.00', T('10:00')));
    expect(record).toMatchObject({ trading_off: null, reviews: [] });
  });
});

describe('an account whose end is decided', () => {
  it('is not stopped by a breach that is found later: a person looks at it', () => {
    const { results, record } = new Memory({ status: 'passed' }).deliver(trade('1', '-6000.00', T('10:00')));
    expect(results).toMatchObject([{ outcome: 'recorded', verdict: 'breach' }]);
    expect(record?.violations).toEqual([]);
    expect(record?.reviews).toMatchObject([{ kind: 'verdict_changed', rule: 'max-daily-loss' }]);
  });
});
