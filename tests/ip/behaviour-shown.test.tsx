// What the behaviour tab says of a figure can be counted again from the trades it shows beside it.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AccountBehaviour, FIGURE_KEYS } from '@/components/ip/account-behaviour';
import { measure, positionsOf, type Slice } from '@/lib/abuse/behaviour';

const AT = Date.parse('2026-11-02T10:00:00Z');
const slices = Array.from({ length: 260 }, (_, place): Slice => {
  const closed_at = AT + place * 600_000;
  const isRevenge = place === 201;
  return {
    ...{ id: `t${place}`, ticket: `k${place}`, position_id: `p${place}`, symbol: 'EURUSD', side: 'buy' as const },
    lots: isRevenge ? '3.00' : '1.00',
    opened_at: isRevenge ? AT + 200 * 600_000 + 60_000 : place === 5 ? null : closed_at - 590_000 + (place === 7 ? 560_000 : 0),
    closed_at,
    net_cents: place % 2 === 0 ? -100 : 300,
    magic: place === 9 ? '77' : null,
    reason: null,
  };
});
const behaviour = measure(positionsOf(slices), { tz: 'UTC', time: '00:00' });
const drawn = (opened: string, page = 1) =>
  renderToStaticMarkup(
    <AccountBehaviour
      {...{ behaviour, currency: 'USD', isWhole: true, accountId: 'a', opened, page }}
      hrefs={Object.fromEntries(FIGURE_KEYS.map((key) => [key, `?figure=${key}`]))}
      pageHref={(to) => `?page=${to}`}
    />,
  );
const linesOf = (page: string) => (page.split('<tbody>')[1] ?? '').split('<tr').length - 1;

test('every figure leads to all of its trades, none cut off', () => {
  const page = drawn('');
  // No day of this account ended below nought, so there is nothing behind that figure.
  for (const key of FIGURE_KEYS.filter((one) => one !== 'worst-day')) expect(page).toContain(`?figure=${key}`);
  expect(linesOf(drawn('win-rate'))).toBe(200);
  expect(linesOf(drawn('win-rate', 2))).toBe(60);
  expect(drawn('win-rate')).toContain('href="?page=2"');
  expect(drawn('mean-hold', 2).match(/all <span class="num">259<\/span>/)).not.toBeNull();
});

test('each line carries what its figure is counted from, and leads to its trade', () => {
  const scalp = drawn('scalps');
  expect(linesOf(scalp)).toBe(1);
  expect(scalp).toContain('>30 s<');
  expect(scalp).toContain('/trades?account=a&amp;q=k7');
  expect(drawn('robots')).toContain('program 77');
  const revenge = drawn('revenge');
  expect(linesOf(revenge)).toBe(1);
  expect(revenge).toContain('After the loss of');
  expect(revenge).toContain('/trades?account=a&amp;q=k200');
});

test('the payoff shows winners and losers, and the two means it divides', () => {
  expect(drawn('payoff')).toMatch(/130 winners, 130 losers; mean [^<]*3\.00[^<]*over [^<]*1\.00/);
  expect(drawn('payoff').match(/all <span class="num">260<\/span>/)).not.toBeNull();
});
