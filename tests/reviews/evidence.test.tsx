// What was filed with a question, as people read it: no raw key, no minor units, no path that leads nowhere, no code in the reason.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FiledSignals } from '@/components/abuse/filed-signals';
import { EvidenceFacts } from '@/components/reviews/evidence-facts';
import { ReviewHead } from '@/components/reviews/review-head';
import type { ReviewRow } from '@/lib/reviews/read';

const ID = '00000000-0000-4000-8000-000000000001';
const text = (page: string) => page.replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|');
const drawn = (evidence: unknown) => renderToStaticMarkup(<EvidenceFacts evidence={evidence} currency="USD" />);

test('an order is told with its price and without the ids of our own', () => {
  const page = text(drawn({ order: ID, order_id: 'A-17', amount_cents: 19_900, currency: 'EUR', inbox_id: ID, is_full: true }));
  expect(page).toBe('|What was filed|Order at the shop|A-17|Amount|\u20ac199.00|All of it|yes|');
});

test('two traders are told with why, the score in parts, and links to where they stand side by side', () => {
  const path = `/ip-analysis/pairs/${ID}/${ID}`;
  const why = [{ part: 'address', points: 40, words: 'Twice from one line.' }];
  const page = drawn({ other_trader_id: ID, basis: 'shared-access', 'score of 100': 40, why, 'side by side': path });
  expect(page).toContain(`href="${path}"`);
  expect(page).toContain(`href="/traders/${ID}"`);
  expect(text(page)).toContain(
    '|Why they may be one|Shared access|Score of 100|40|The same line|40 points: Twice from one line.|Side by side|',
  );
});

test('figures of verdicts, rules, doubts of the self-check, and what nobody foresaw keep their sense', () => {
  const page = text(
    drawn([
      { rule: 'profit-target', message: 'Met.' },
      { label: 'Equity', value: '9,000.00' },
    ]),
  );
  expect(page).toBe('|What was filed|Profit target|Met.|Equity|9,000.00|');
  const checked = { found: 2, first: [{ invariant: 'the books balance', subject: 'EUR', detail: 'off by 3' }] };
  expect(text(drawn(checked))).toBe('|What was filed|Found|2|The books balance|EUR: off by 3|');
  expect(text(drawn({ strange_thing: { fee_cents: 150, seen_at: '2026-02-01T10:00:00Z', wait_ms: 1500 } }))).toBe(
    '|What was filed|Strange thing, fee|$1.50|Strange thing, seen at|1 Feb 2026, 10:00|Strange thing, wait|1.5 s|',
  );
});

test('the parts of a signal have names, and the bound no most', () => {
  const parts = [
    { part: 'win_rate-past', points: 30, most: 30, words: 'Winning positions: 80 %.' },
    { part: 'bounds', points: -38, most: 0, words: 'A score is at most a hundred.' },
  ];
  const signal = { signal_id: ID, kind: 'anomaly', score: 100, summary: '', evidence_count: 9, accounts: null, matches: [], parts };
  const page = text(renderToStaticMarkup(<FiledSignals signals={[signal]} />));
  expect(page).toContain('Winning positions, against its own past, 30 of 30 points: Winning positions: 80 %.');
  expect(page).toContain('Kept within the scale, \u221238 points: A score is at most a hundred.');
});

test('why it was opened is no code', () => {
  const opened = (kind: 'kyc' | 'order' | 'data', reason: string) =>
    text(
      renderToStaticMarkup(
        <ReviewHead review={{ kind, reason, rule: reason, is_open: true, created_at: '2026-02-01T10:00:00Z' } as ReviewRow} />,
      ),
    );
  expect(opened('kyc', 'one-trader')).toContain('|Opened because|Two traders may be one person,');
  expect(opened('order', 'price-differs')).toContain('|Opened because|What was paid is not the price in the catalogue.|');
  expect(opened('data', 'The balances differ.')).toContain('|Opened because|The balances differ.|');
});
