// @vitest-environment jsdom
// The two lists of trades: when it opened, what stands out, the way to the moment on the curve, and how old a report is.
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AccountPositions } from '@/components/accounts/account-positions';
import { AccountTrades } from '@/components/accounts/account-trades';
import { TradeFlag, TradeFlags } from '@/components/trades/trade-flag';
import { readAccountAddress } from '@/app/(office)/accounts/[id]/address';
import type { ActionState } from '@/lib/staff/form';
import { momentHref, tradeFlags } from '@/lib/trades/flags';
import { positionsList } from '@/lib/trades/list';
import type { PositionRow, TradeRow } from '@/lib/trades/read';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));
const NOW = Date.parse('2026-11-21T12:00:00Z');
beforeEach(() => void vi.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const trade: TradeRow = {
  ...{
    id: 't1',
    account_id: 'a1',
    login: '5001',
    currency: 'USD',
    external_id: 'e',
    ticket_number: '9',
    position_id: 'p',
    symbol: 'EURUSD',
  },
  ...{ type: 'buy', lots: '1', open_price: '1.1', close_price: '1.2', stop_loss: null, hold_seconds: 3600, profit_loss_cents: 100 },
  ...{ commission_cents: 0, swap_cents: 0, fee_cents: 0, net_profit_cents: 100, risk_reward: null, is_late: false, is_reversed: false },
  ...{ reverses_id: null, inbox_id: null, magic_number: '0', close_reason: null, server_zone: 'Europe/Athens', flag: null },
  ...{ take_profit: null, win_share: null },
  ...{ open_time: '2026-11-21 08:00:00+00', close_time: '2026-11-21 09:00:00.123456+00' },
};

describe('what stands out about a trade', () => {
  test.each([
    ['held under a minute', { hold_seconds: 59 }, ['scalp']],
    ['held a minute', { hold_seconds: 60 }, []],
    ['of unknown hold', { hold_seconds: null }, []],
    ['with the number of a program', { magic_number: 20_451 }, ['robot']],
    ['closed by an expert', { close_reason: 'expert' }, ['robot']],
    ['late, and reversed since', { is_late: true, is_reversed: true }, ['late', 'reversed']],
    ['a reversal, which nobody held or opened', { reverses_id: 't0', hold_seconds: 0, magic_number: '7' }, ['reversal']],
  ])('%s', (_, change, flags) => expect(tradeFlags({ ...trade, ...change })).toEqual(flags));
});

test('a trade says when it opened by the clock of its own server day too, and leads to its moment on the curve', () => {
  const { container } = render(<AccountTrades accountId="a1" rows={[trade]} total={1} since={null} />);
  const head = [...container.querySelectorAll('th')].map((cell) => cell.textContent);
  expect(head).toEqual(expect.arrayContaining(['Opened', 'Closed', 'Flags', 'Curve']));
  const titles = [...container.querySelectorAll('table time')].map((time) => time.getAttribute('title') ?? '');
  expect(titles.map((title) => title.split('\n')[0])).toContain('Server day: 21 Nov 2026, 10:00:00 (Europe/Athens)');
  expect(titles.filter((title) => !/Server day[\s\S]*UTC[\s\S]*Mine/.test(title))).toEqual([]);
  const href = momentHref(trade);
  expect(container.querySelector(`a[href="${href}"]`)).not.toBeNull();
  expect(readAccountAddress('a1', Object.fromEntries(new URL(href, 'http://x').searchParams)).at).toBe('2026-11-21T09:00:00.123Z');
});

test('whoever may flags a trade with a reason, and lifts the flag; the others see it', () => {
  const action = (before: ActionState) => Promise.resolve(before);
  const flagged = { ...trade, flag: 'Filled off the market.' };
  const shown = (row: TradeRow, may: boolean) =>
    render(
      <TradeFlags action={may ? action : null}>
        <TradeFlag row={row} />
      </TradeFlags>,
    ).container.textContent;
  expect([shown(trade, true), shown(flagged, true), shown(flagged, false), shown(trade, false)]).toEqual([
    'Flag',
    'flagged: Filled off the market.Lift',
    'flagged: Filled off the market.',
    '',
  ]);
});

test('a trade says what it cost, where its stop and target stood, and what it made of all winners so far', () => {
  const share = { percent: 28.5714, wins: 3, needs: 1, allowed: 25, over: false };
  const shown = (change: Partial<TradeRow>) => {
    const { container } = render(<AccountTrades accountId="a1" rows={[{ ...trade, ...change }]} total={1} since={null} />);
    // The card of a phone leads to the raw message as the row does.
    expect(container.querySelectorAll('a[href="/accounts/a1/messages/m1"]')).toHaveLength(change.inbox_id ? 2 : 0);
    const head = [...container.querySelectorAll('th')].map((cell) => cell.textContent);
    const cells = [...container.querySelectorAll('tbody td')].map((cell) => cell.textContent);
    cleanup();
    return Object.fromEntries(head.map((name, place) => [name, cells[place]]));
  };
  expect(shown({ fee_cents: -150, commission_cents: -700 })).toMatchObject({
    ...{
      Fee: '\u2212$1.50',
      Commission: '\u2212$7.00',
      Stop: 'no stop',
      Target: 'none',
      'Risk to reward': 'no stop was set',
      'Share of wins': '',
    },
  });
  expect(shown({ stop_loss: '1.1', take_profit: '1.3', win_share: share })).toMatchObject({
    ...{ Stop: '1.1', Target: '1.3', 'Risk to reward': 'not measurable', 'Share of wins': '29\u00a0%' },
  });
  expect(shown({ inbox_id: 'm1', win_share: { ...share, over: true } })['Share of wins']).toBe('29\u00a0% over 25\u00a0%');
  expect(shown({ win_share: { ...share, needs: 4, over: true } })['Share of wins']).toBe('not yet measurable');
});

test('an account without a trade says since when there was none', () => {
  const shown = (since: string | null) => render(<AccountTrades accountId="a1" rows={[]} total={0} since={since} />).container.textContent;
  expect(shown('2026-11-12T09:00:00Z')).toContain('Nothing traded since 12 Nov 2026');
  expect(shown(null)).toContain('Nothing traded yet');
});

test('an open position carries the age of its report, and its export the opening, the stop and the target', () => {
  const row: PositionRow = {
    ...{ account_id: 'a1', position_id: 'p1', login: '5001', currency: 'USD', symbol: 'EURUSD', side: 'buy', lots: '1', open_price: '1.1' },
    ...{ stop_loss: '1.0', take_profit: '1.3', opened_at: null, floating_cents: 5, swap_cents: 0, server_zone: null, inbox_id: 'm1' },
    reported_at: '2026-11-21T09:00:00Z',
  };
  const { container } = render(<AccountPositions rows={[row]} />);
  expect(container.querySelector('table')?.textContent).toContain('21 Nov 2026, 09:00, 3 h ago');
  expect(container.querySelector('a[href="/accounts/a1/messages/m1"]')?.textContent).toBe('raw');
  cleanup();
  expect(render(<AccountPositions rows={[{ ...row, inbox_id: undefined }]} />).container.textContent).not.toContain('Message');
  expect(positionsList.exports.map(({ column }) => column)).toEqual(expect.arrayContaining(['opened_at', 'stop_loss', 'take_profit']));
});
