// @vitest-environment jsdom
// The portal: the weakest account first, room as the judge wrote it, and nothing shown as known that was not told.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { AccountCard } from '@/components/portal/account-card';
import { Broken } from '@/components/portal/broken';
import { Floors } from '@/components/portal/floors';
import { LastKnown } from '@/components/portal/last-known';
import { Progress } from '@/components/portal/progress';
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
  cumulative_profit_cents: -420_000,
  rule_set_id: 'r',
  profit_split_bps: 8000,
  trading_off_reason: null,
  trading_off_until: null,
  last_event_at: new Date(Date.now() - 60_000).toISOString(),
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
        <LastKnown at={at} staleAfterSeconds={86_400}>
          room
        </LastKnown>,
      ).container;
    expect(shown(old).querySelector('details')?.open).toBe(false);
    expect(shown(new Date().toISOString()).querySelector('details')).toBeNull();
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
    const { container } = render(<Broken violations={violations} currency="USD" serverZone={null} />);
    for (const words of ['$94,900.00', '$95,000.00', '100,000.00', 'classic as you bought them, version 3', 'this fails the account']) {
      expect(container.textContent).toContain(words);
    }
    expect(container.textContent).not.toContain('not-for-traders');
  });
});
