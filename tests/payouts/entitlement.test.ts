// What a trader is owed and may ask for: the formula, every check that can stand in the way with its numbers, and who lets it go.
import { describe, expect, test } from 'vitest';
import { figuresText } from '@/lib/payouts/check-figures';
import { toldChecks } from '@/lib/payouts/told';
import { basisOf, deal, floor, judge, line, NOW, type Case } from './bench';

const DAY = 86_400_000;
const stateOf = (name: string, given: Case) => judge(given).checks.find(({ check }) => check === name);

describe('the formula', () => {
  test('160,000 on 100,000 at 80 % gives 48,000, and asking again gives nothing', () => {
    const first = judge();
    expect(first).toMatchObject({
      entitled_cents: 4_800_000,
      withdrawable_cents: 4_800_000,
      gross_cents: 6_000_000,
      firm_cents: 1_200_000,
      refusal: null,
      is_green: true,
    });
    const again = judge({ basis: { payouts: [line('paid', 4_800_000, 6_000_000)] } });
    expect(again).toMatchObject({ entitled_cents: 0, withdrawable_cents: 0, refusal: 'below-minimum' });
    expect(judge({ basis: { payouts: [line('paid', 4_800_000, 6_000_000)] }, request: 10_000 }).refusal).toBe('above-withdrawable');
  });

  test('a part taken leaves the rest, to the cent', () => {
    const rest = judge({ basis: { payouts: [line('approved', 1_000_000, 1_250_000)] } });
    expect(rest.entitled_cents).toBe(3_800_000);
    expect(judge({ basis: { payouts: [line('paid', 1_000_000, 1_250_000)] }, request: 10_001 })).toMatchObject({
      gross_cents: 12_502,
      firm_cents: 2_501,
    });
  });

  test('what failed, came back, waits or was refused is owed as if it had never been', () => {
    for (const state of ['failed', 'returned', 'rejected', 'cancelled'] as const)
      expect(judge({ basis: { payouts: [line(state, 4_800_000, 6_000_000)] } }).entitled_cents).toBe(4_800_000);
  });

  test('a loss below the start owes nothing', () => {
    expect(judge({ events: [deal('1', -50_000, '2026-11-10T10:00:00Z')] })).toMatchObject({ entitled_cents: 0, refusal: 'below-minimum' });
  });
});

/** Each breaks one check of an account that is otherwise owed 48,000. */
const REFUSALS: [string, Case][] = [
  ['not-funded', { basis: { account: { status: 'active', profit_split_bps: 8000, activated_at: null } as never } }],
  ['trader-disabled', { basis: { trader: { id: 't', user_id: 'u', full_name: 'Zoë Müller', kyc_status: 'approved', is_active: false } } }],
  ['payout-open', { basis: { payouts: [line('held', 10_000, 12_500)] } }],
  ['unresolved', { basis: { questions: ['verdict-changed'] } }],
  ['open-positions', { events: [deal('1', 6_000_000, '2026-11-10T10:00:00Z'), opened('2026-11-11T10:00:00Z')] }],
  ['below-minimum', { request: 9_999 }],
  ['above-withdrawable', { request: 4_800_001 }],
  ['first-payout-max', { payout: { first_payout_max: '500.00' }, request: 50_001 }],
  ['max-per-request', { payout: { max_per_request: '500.00' }, request: 50_001 }],
  [
    'max-per-period',
    { payout: { max_per_period: { amount: '500.00', days: 7 } }, basis: { payouts: [line('paid', 40_000, 50_000)] }, request: 10_001 },
  ],
  ['too-early', { payout: { first_after_days: 51 } }],
  ['too-few-days', { payout: { min_days: 3 }, basis: { days: days(1, 2) } }],
  [
    'too-few-winning-days',
    { payout: { min_winning_days: 2, winning_day_min: '1.50' }, basis: { days: [...days(149, 1), ...days(150, 1, 5)] } },
  ],
  ['probation', { payout: { probation: { trading_days: 2, starts: 'funded', gates: ['payout'] } }, basis: { openings: [NOW - 3 * DAY] } }],
  ['consistency', { rules: { consistency: [{ unit: 'day', threshold: '0.50' }] } }],
  ['target-not-met', { payout: { targets: ['0.61'] } }],
  ['max-share-of-balance', { payout: { max_share_of_balance: '0.10' }, request: 1_280_001 }],
  ['buffer', { payout: { buffer_share: '0.50' }, request: 2_400_001 }],
  ['safety-net', { payout: { safety_net: { drawdown: '60000.00', extra: '100.00' } } }],
  ['denied-min-balance', { payout: { min_balance_after: '150000.00' }, request: 800_001 }],
  ['payout-would-breach', { rules: { 'max-drawdown': [floor('none', 'trailing_eod_balance')] } }],
  ['kyc', { basis: { trader: { id: 't', user_id: 'u', full_name: 'Zoë Müller', kyc_status: 'expired', is_active: true } } }],
  ['no-beneficiary', { basis: { beneficiary: null } }],
  [
    'beneficiary-name',
    { basis: { beneficiary: { id: 'b', provider: 'bank', name: 'Max Müller', masked: '', is_active: true, confirmed_at: 0 } } },
  ],
  [
    'beneficiary-cool-off',
    { basis: { beneficiary: { id: 'b', provider: 'bank', name: 'Zoe Muller', masked: '', is_active: true, confirmed_at: NOW - DAY } } },
  ],
];

describe('what stands in the way', () => {
  test.each(REFUSALS)('%s', (code, given) => {
    const judged = judge(given);
    expect(judged.refusal).toBe(code);
    const failed = judged.checks.find(({ check }) => check === code);
    expect(failed).toMatchObject({ state: 'failed', required: expect.any(String) as string });
    expect(judged.route).toBe('person');
  });

  test.each([
    ['first-payout-max', { payout: { first_payout_max: '500.00' }, request: 50_000 }],
    ['max-per-request', { payout: { max_per_request: '500.00' }, request: 50_000 }],
    ['too-early', { payout: { first_after_days: 50 } }],
    ['too-few-days', { payout: { min_days: 2 }, basis: { days: days(1, 2) } }],
    ['max-share-of-balance', { payout: { max_share_of_balance: '0.10' }, request: 1_280_000 }],
    ['buffer', { payout: { buffer_share: '0.50' }, request: 2_400_000 }],
    ['safety-net', { payout: { safety_net: { drawdown: '60000.00', extra: '0.00' } } }],
    ['denied-min-balance', { payout: { min_balance_after: '150000.00' }, request: 800_000 }],
    ['target-not-met', { payout: { targets: ['0.60'] } }],
  ] as [string, Case][])('at the edge %s passes', (code, given) => {
    expect(stateOf(code, given)?.state).toBe('passed');
    expect(judge(given).refusal).toBeNull();
  });

  test('the most there is to ask for passes every limit that it can be brought under', () => {
    const limits = { max_per_request: '20000.00', max_share_of_balance: '0.10', min_balance_after: '149000.00', buffer_share: '0.50' };
    const judged = judge({ payout: limits });
    expect(judged).toMatchObject({ withdrawable_cents: 880_000, refusal: null });
  });

  test('a silent feed leaves it open: no refusal, but a person', () => {
    const judged = judge({ basis: { feed: { status: 'active', heard_at: NOW - 5 * DAY } }, request: 50_000 });
    expect(judged).toMatchObject({ refusal: null, is_green: false, route: 'person' });
    expect(judged.checks.at(-1)).toMatchObject({ check: 'feed-stale', state: 'unknown' });
  });

  test('days count anew after a payout, and the running one not yet', () => {
    const paid = line('paid', 10_000, 12_500, { requested_at: Date.parse('2026-11-15T12:00:00Z') });
    const given = (requested: number): Case => ({ payout: { min_days: requested }, basis: { payouts: [paid], days: days(1, 11) } });
    expect(stateOf('too-few-days', given(4))).toMatchObject({ state: 'passed', measured: '4' });
    expect(stateOf('too-few-days', given(5))?.state).toBe('failed');
  });
});

describe('in words', () => {
  const inWords = (code: string, given: Case, currency = 'USD') => {
    const found = stateOf(code, given);
    return found && figuresText(found, currency);
  };

  test('every sum has its currency, and what bounds it says which way', () => {
    expect(inWords('below-minimum', { request: 9_999 })).toBe('99.99 USD, at least 100.00 USD');
    expect(inWords('max-per-request', { payout: { max_per_request: '500.00' }, request: 50_000 })).toBe('500.00 USD, at most 500.00 USD');
    expect(inWords('target-not-met', { payout: { targets: ['0.60'] } }, 'EUR')).toBe('160,000.00 EUR, at least 160,000.00 EUR');
    expect(inWords('consistency', { rules: { consistency: [{ unit: 'day', threshold: '0.50' }] } })).toBe('100 %, at most 50 %');
    const checks = toldChecks(judge({ payout: { min_balance_after: '1.00', min_days: 1 } }).checks, 'USD');
    expect(checks.flatMap(({ measured }) => (/\d\.\d\d$/.test(`${measured}`) ? [measured] : []))).toEqual([]);
    expect(checks.find(({ check }) => check === 'below-minimum')).toMatchObject({ measured: 4_800_000, required: 10_000 });
  });

  test('a day that has come reads as one that has', () => {
    expect(inWords('beneficiary-cool-off', {})).toBe('known since 2026-10-01 00:00 UTC, payable from 2026-10-03 00:00 UTC');
    expect(inWords('too-early', { payout: { first_after_days: 50 } })).toBe('today is 2026-11-20, due from 2026-11-20');
  });
});

describe('the effect', () => {
  test('balance, high water and floors before and after', () => {
    const { effect } = judge({ rules: { 'max-drawdown': [floor('hwm_minus_payout', 'trailing_eod_balance')] }, request: 800_000 });
    expect(effect).toEqual({
      ...{ balance_cents: 16_000_000, balance_after_cents: 15_000_000, high_water_cents: 16_000_000 },
      high_water_after_cents: expect.any(Number) as number,
      floors: [{ rule: 'max-drawdown#0', before: 15_000_000, after: 14_000_000 }],
    });
  });
});

describe('who lets it go', () => {
  const small = (basis: Case['basis'] = {}, request = 99_999) => judge({ basis, request });
  test('small, green and within the limits: the policy', () => expect(small()).toMatchObject({ route: 'policy', approvals_required: 1 }));
  test('at the threshold: a person', () => expect(small({}, 100_000).route).toBe('person'));
  test('over what it let go lately: a person', () => {
    expect(small({ released_lately_cents: 200_001 as never }).route).toBe('policy');
    expect(small({ released_lately_cents: 200_002 as never }).route).toBe('person');
  });
  test('small only in parts of one sum: a person', () => {
    expect(small({ asked_beside_cents: 10_000 as never }, 89_999).route).toBe('policy');
    expect(small({ asked_beside_cents: 10_000 as never }, 90_000).route).toBe('person');
  });
  test('where two must sign: never the policy', () => {
    const settings = { ...basisOf().settings, second_approver_at_or_above_cents: 50_000 };
    expect(small({ settings })).toMatchObject({ route: 'person', approvals_required: 2 });
  });
  test('no published policy: a person', () => expect(small({ settings_version: null }).route).toBe('person'));
  test('from the second threshold on two people', () => {
    expect(judge({ request: 2_499_999 }).approvals_required).toBe(1);
    expect(judge({ request: 2_500_000 }).approvals_required).toBe(2);
  });
  test('the window ends after calendar days', () => expect(new Date(small().hold_until).toISOString()).toBe('2026-11-27T09:00:00.000Z'));
});

function days(pnl: number, count: number, from = 10) {
  return Array.from({ length: count }, (_, index) => ({ trading_day: `2026-11-${from + index}`, pnl_cents: pnl as never, trades: 1 }));
}

function opened(at: string) {
  const ms = Date.parse(at);
  const position = {
    position_id: 'x',
    symbol: 'EURUSD',
    side: 'buy',
    volume: '1.00',
    open_price: '1.1',
    opened_at: ms,
    stop_loss: null,
    take_profit: null,
    floating_cents: null,
  };
  return { kind: 'opened', key: `${ms}0001x`, at: ms, id: 'x', position } as never;
}

test('a payout whose place in the tiers has moved is not green: the same sum would take another gross', () => {
  const payout = {
    split: undefined,
    tiers: [
      ['2000.00', '0.70'],
      [null, '0.90'],
    ],
  };
  const before = line('sent', 140_000, 200_000);
  const waiting = line('approved', 90_000, 100_000);
  const stands = judge({ payout, basis: { payouts: [before], payout: waiting }, request: 90_000 });
  expect(stands).toMatchObject({ gross_cents: 100_000, refusal: null });
  const moved = judge({ payout, basis: { payouts: [{ ...before, state: 'failed' }], payout: waiting }, request: 90_000 });
  expect(moved).toMatchObject({ gross_cents: 128_572, refusal: 'gross-moved', is_green: false });
});
