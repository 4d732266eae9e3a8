// @vitest-environment jsdom
// The portal: the weakest account first, room as the judge wrote it, and nothing shown as known that was not told.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { AccountCard } from '@/components/portal/account-card';
import { Broken } from '@/components/portal/broken';
import { Floors } from '@/components/portal/floors';
import { AccountSummary } from '@/components/portal/account-summary';
import { LastKnown } from '@/components/portal/last-known';
import { PayoutHistory } from '@/components/portal/payout-history';
import { PayoutRequest } from '@/components/portal/payout-request';
import { Progress } from '@/components/portal/progress';
import type { ActionState } from '@/lib/staff/form';
import { floorsOf, nextReset, portalAccounts, portalViolations, progressOf } from '@/lib/traders/portal';

afterEach(cleanup);

const rule = {
  rule: 'max-daily-loss',
  instance: 0,
  consequence: 'fail',
  outcome: 'pass',
  status: 'caution',
  unit: 'cents',
  measured: 9_580_000,
  limit: 9_500_000,
  headroom: 80_000,
  allowance: 500_000,
  used_bps: 8400,
  evidence: [],
  message: 'Equity of 95,800.00 stays above the floor of 95,000.00.',
  after_reset: { at: 1_795_300_000_000, limit: 9_400_000, headroom: 180_000 },
};
const row = {
  id: 'a',
  login: '5001',
  status: 'active',
  risk_state: 'caution',
  is_alive: true,
  headroom_cents: 80_000,
  used_bps: 8400,
  nearest_rule: 'max-daily-loss',
  rule_states: [rule],
  challenge_title: 'Classic',
  phase_name: 'Phase 1',
  currency: 'USD',
  initial_balance_cents: 10_000_000,
  balance_cents: 9_580_000,
  equity_cents: null,
  high_water_cents: 10_050_000,
  cumulative_profit_cents: -420_000,
  rule_set_id: 'r',
  profit_split_bps: 8000,
  trading_off_reason: null,
  trading_off_until: null,
  last_event_at: new Date(Date.now() - 60_000).toISOString(),
  feed_stale_since: null,
  server_zone: 'Europe/Athens',
  rule_set_code: 'classic',
  rule_set_version: 3,
};

const one = (changed: object = {}) => {
  const [account] = portalAccounts([{ ...row, ...changed }]);
  if (!account) throw new Error('one row makes one account');
  return account;
};

describe('the order of the accounts', () => {
  test('is by money left, then the unknown, then the ended', () => {
    const rows = [
      { ...row, id: 'ended', is_alive: false, headroom_cents: 0 },
      { ...row, id: 'untold', headroom_cents: null },
      { ...row, id: 'roomy', headroom_cents: 900_000 },
      { ...row, id: 'weak', headroom_cents: -5 },
    ];
    expect(portalAccounts(rows).map((account) => account.id)).toEqual(['weak', 'roomy', 'untold', 'ended']);
  });
});

describe('a card', () => {
  const show = (changed: object = {}) => {
    const account = one(changed);
    return render(<AccountCard account={account} floors={floorsOf(account).map((entry) => ({ rule: entry, label: 'Daily loss' }))} />);
  };

  test('says the room in money, as a share and as a sentence', () => {
    show();
    expect(screen.getByText('$800.00 left')).toBeTruthy();
    expect(screen.getByText(/84\.0\s%\sused/)).toBeTruthy();
    expect(screen.getByRole('img', { name: 'Daily loss: 84 % used, $800.00 left, caution' })).toBeTruthy();
  });

  test('says that an equity nobody reported is not known', () => {
    show();
    expect(screen.getByText('not known')).toBeTruthy();
  });

  test('of an ended account shows its status and no room', () => {
    show({ is_alive: false, status: 'failed' });
    expect(screen.getByText('Failed')).toBeTruthy();
    expect(screen.queryByRole('img')).toBeNull();
  });

  test('hides the room behind the time it is from as soon as nothing is known of its feed, and says so in its stamp', () => {
    const { container } = show({ feed_stale_since: '2026-11-21T11:40:00Z', risk_state: 'unknown' });
    expect(container.querySelector('details')?.open).toBe(false);
    expect(container.querySelector('summary')?.textContent).toContain('Last known 21 Nov 2026, 11:40');
    expect(container.querySelector('summary time')?.getAttribute('title')).toContain('Server day: 21 Nov 2026, 13:40:00 (Europe/Athens)');
    expect(container.querySelector('[data-stale]')?.getAttribute('data-stale')).toBe('true');
  });

  test('of an account that does not trade, on a feed that is heard, is not stale', () => {
    const { container } = show({ last_event_at: new Date(Date.now() - 3_600_000).toISOString() });
    expect(container.querySelector('details')).toBeNull();
    expect(container.querySelector('[data-stale]')?.getAttribute('data-stale')).toBe('false');
  });

  test('shows a state it does not know as unknown, never as safe', () => {
    show({ risk_state: 'fine', rule_states: [{ ...rule, status: 'fine' }] });
    expect(screen.getAllByText('Unknown')).toHaveLength(2);
  });
});

describe('one account', () => {
  const target = {
    ...rule,
    rule: 'profit-target',
    consequence: 'payout_gate',
    outcome: 'not_met',
    status: 'none',
    unit: 'cents',
    after_reset: null,
  };
  const days = { ...target, rule: 'min-trading-days', unit: 'count', measured: 3, limit: 10, headroom: null };
  const share = { ...target, rule: 'consistency', outcome: 'no_data', unit: 'bps', measured: null, limit: 4000, headroom: null };

  test('foretells the floor and the room after the day has ended', () => {
    render(<Floors floors={floorsOf(one())} currency="USD" />);
    expect(screen.getByText(/If you hold through reset/).textContent).toContain('floor $94,000.00, room $1,800.00');
    expect(nextReset(one())).toBe(new Date(rule.after_reset.at).toISOString());
  });

  test('shows what is left to reach, the target first, and what cannot be measured yet as that', () => {
    const account = one({ rule_states: [share, rule, days, target] });
    expect(progressOf(account).map((entry) => entry.rule)).toEqual(['profit-target', 'min-trading-days', 'consistency']);
    render(<Progress rules={progressOf(account)} currency="USD" />);
    expect(screen.getByText('3 of 10')).toBeTruthy();
    expect(screen.getByText('not yet measurable')).toBeTruthy();
  });

  test('hides room that was told long ago behind the time it is from', () => {
    const old = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const shown = (at: string) =>
      render(
        <LastKnown at={at} staleSince={null}>
          room
        </LastKnown>,
      ).container;
    expect(shown(old).querySelector('details')?.open).toBe(false);
    expect(shown(new Date().toISOString()).querySelector('details')).toBeNull();
  });

  test('says the open result, the peak and what was paid out beside the balance', () => {
    const account = one({ equity_cents: 9_580_000 + 1_250 });
    const { container } = render(<AccountSummary account={account} daysTraded={4} withdrawnCents={250_000} />);
    const rows = Object.fromEntries(
      [...container.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling?.textContent]),
    );
    expect(rows).toMatchObject({ 'Open result': '+$12.50', Peak: '$100,500.00', 'Paid out to you': '$2,500.00' });
    cleanup();
    const untold = render(<AccountSummary account={one()} daysTraded={4} withdrawnCents={0} />).container;
    expect([...untold.querySelectorAll('dt')].find((term) => term.textContent === 'Open result')?.nextElementSibling?.textContent).toBe(
      'not known',
    );
  });

  test('explains a violation with the numbers observed and the rules as bought', () => {
    const violations = portalViolations([
      {
        id: 'v',
        rule: 'max-daily-loss',
        instance: 0,
        state: 'confirmed',
        severity: 'breach',
        outcome: 'breach',
        consequence: 'fail',
        unit: 'cents',
        measured_value: '9490000',
        threshold_value: 9_500_000,
        message: 'Equity fell below the floor.',
        breached_at: '2026-11-20T10:00:00Z',
        rule_set_code: 'classic',
        rule_set_version: 3,
        evidence: [{ label: 'Reference', value: '100,000.00', event_id: 'not-for-traders' }],
      },
    ]);
    const { container } = render(<Broken violations={violations} currency="USD" />);
    for (const words of ['$94,900.00', '$95,000.00', '100,000.00', 'classic as you bought them, version 3', 'this fails the account']) {
      expect(container.textContent).toContain(words);
    }
    expect(container.textContent).not.toContain('not-for-traders');
  });
});

describe('a payout', () => {
  const own = {
    ...{ currency: 'USD', withdrawable_cents: 100_000, checks: [], days: [], refusal: null, methods: [], holder: 'Fay', history: [] },
    scaling: null,
    ...{ formula: { lines: [], text: '' }, window_ends: '2026-11-28T22:00:00.000Z', arrives: '2026-11-30', request_key: 'key-1' },
    destinations: [
      { id: 'd', provider: 'bank', name: 'Fay', masked: '…12', confirmed_at: '', awaits_link: false, method: 'Bank', payableFrom: '' },
    ],
  };
  const action = (before: ActionState) => Promise.resolve(before);

  test('says to the minute when its window ends, before it is asked for and while it waits', () => {
    const asking = render(<PayoutRequest accountId="a" own={own} action={action} />).container;
    expect(asking.textContent).toContain('Nothing leaves before its window ends on 28 Nov 2026, 22:00.');
    const waiting = { id: 'p', requested_cents: 50_000, currency: 'USD', provider: 'bank', provider_ref: null, settled_at: null };
    const dates = { requested_at: '2026-11-21T10:00:00Z', hold_until: '2026-11-28T21:30:00Z', arrives: '2026-11-30' };
    const history = [
      { ...waiting, ...dates, state: 'approved', hold_reason: null, rejection_reason: null },
      { ...waiting, ...dates, id: 'q', state: 'sent', hold_reason: null, rejection_reason: null },
    ];
    const told = render(<PayoutHistory history={history} action={action} />).container;
    expect([...told.querySelectorAll('li')].map((line) => line.textContent?.includes('Its window ends on 28 Nov 2026, 21:30.'))).toEqual([
      true,
      false,
    ]);
  });

  test('keeps the name of the request while the page refreshes itself under what is typed', () => {
    const key = (container: HTMLElement) => container.querySelector<HTMLInputElement>('[name=request_key]')?.value;
    const { container, rerender } = render(<PayoutRequest accountId="a" own={own} action={action} />);
    rerender(<PayoutRequest accountId="a" own={{ ...own, request_key: 'key-2' }} action={action} />);
    expect(key(container)).toBe('key-1');
  });
});
