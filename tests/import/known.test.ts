// The same history told again, by another export or by the broker's relay, is not a second history; a different amount is a contradiction.
import { expect, it } from 'vitest';
import type { BrokerEvent } from '@/lib/trades/event';
import { sift, type KeptEvent } from '@/lib/trades/known-events';
import { HTML, readWell, sample, TEXT, tradesOf } from './read-file';
import { read } from './read-platform';

function stored(events: BrokerEvent[]): KeptEvent[] {
  return events.map((event) => ({
    kind: event.kind,
    external_id: event.external_id,
    data: JSON.parse(JSON.stringify(event)) as Record<string, unknown>,
  }));
}

const html = readWell(sample(HTML)).events;
const text = readWell(sample(TEXT)).events;

it('knows the report again in the copied table', () => {
  expect(sift(text, stored(html))).toEqual({ fresh: [], known: 9 });
});

it('knows a deal again that the relay told to the millisecond', () => {
  const relayed = stored(html).map((event) => ({
    ...event,
    data: { ...event.data, occurred_at: String(event.data.occurred_at).replace('.000Z', '.733Z') },
  }));
  expect(sift(html, relayed).fresh).toEqual([]);
});

it('takes what is new under the position ids already in use', () => {
  const { fresh } = sift(text, stored(html.filter((event) => event.external_id !== '505')));
  expect(fresh.map((event) => [event.external_id, event.kind === 'trade' ? event.position_id : ''])).toEqual([['505', '302']]);
});

it('does not take another amount, price, volume or time for the same deal', () => {
  const trade = tradesOf(readWell(sample(HTML)))[0];
  const changes = [{ gross_cents: 10_501 }, { close_price: '2331.01' }, { volume: '0.11' }, { occurred_at: '2026-03-02T13:00:01.000Z' }];
  for (const change of changes) {
    const other = stored(html).map((event) =>
      event.kind === 'trade' && event.external_id === trade?.external_id ? { ...event, data: { ...event.data, ...change } } : event,
    );
    expect(sift(html, other).fresh.map((event) => event.external_id)).toEqual([trade?.external_id]);
  }
});

it('knows the parts of a position again that the platform’s interface named otherwise', () => {
  const payload = read('match-trader', sample('match-trader-closed-positions.json')).events;
  const lines = sample('match-trader-closed-positions.csv');
  const file = read('match-trader', lines, { tz: 'UTC' }).events;
  expect(new Set([...payload, ...file].map((event) => event.external_id)).size).toBe(6);
  expect(sift(file, stored(payload))).toEqual({ fresh: [], known: 3 });
  const other = read('match-trader', lines.replace('48.00', '48.10'), { tz: 'UTC' }).events;
  expect(sift(other, stored(payload)).fresh.map((event) => event.external_id)).toEqual(['W5893211@2026-03-04T14:40:00.000Z']);
});
