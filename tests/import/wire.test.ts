// An imported file as the messages the door takes: the same bytes every time, nothing the door would refuse, and for the judge the very
// balance the file ends with.
import { expect, it } from 'vitest';
import { wireMessages } from '@/lib/trades/sources/mt5-wire';
import { CHALLENGES } from '@/supabase/local/seed/catalogue';
import { judge } from '../simulate/judge-story';
import { deals, HTML, readWell, sample, TEXT } from './read-file';

it.each([HTML, TEXT])('%s: the door takes every event and the judge ends where the file does', (name) => {
  const file = readWell(sample(name));
  const bodies = wireMessages(file.events, 2).map((message) => message.body);
  const { folded, problems } = judge(bodies, CHALLENGES[0]?.phases[0]?.document, {
    at: Date.parse('2026-03-01T00:00:00Z'),
    balance_cents: 10_000_000,
  });
  expect(problems).toEqual([]);
  expect(folded.facts.balance_cents).toBe(10_000_000);
  expect(folded.facts.cumulative_profit_cents).toBe(13_135);
  expect(folded.facts.positions).toEqual({});
});

it('makes the same messages of the same file, and others of another', () => {
  const file = readWell(sample(TEXT));
  expect(wireMessages(file.events, 2)).toEqual(wireMessages(readWell(sample(TEXT)).events, 2));
  expect(wireMessages(file.events.slice(1), 2)[0]?.webhook_id).not.toBe(wireMessages(file.events, 2)[0]?.webhook_id);
});

it('cuts a long history in messages the door can take, without losing an event', () => {
  const rows = Array.from(
    { length: 1200 },
    (_, index) => `2026.03.02T10:00:00 ${index + 2} XAUUSD buy in 0.10 2300.00 ${index + 5000} -0.35 0.00 0.00 0.00`,
  );
  const file = readWell(deals('2026.03.01T22:00:00 1 - balance - - - - 0.00 0.00 0.00 100000.00', ...rows));
  const messages = wireMessages(file.events, 2);
  expect(messages.length).toBeGreaterThan(4);
  expect(messages.reduce((sum, message) => sum + message.events.length, 0)).toBe(2401);
  for (const message of messages) expect(Buffer.byteLength(message.body)).toBeLessThan(524_288);
});

it('writes what the opening was charged as an operation the judge counts as a loss of its day', () => {
  const events = wireMessages(readWell(sample(TEXT)).events, 2).flatMap((message) => message.events);
  expect(events.find((event) => event.data.external_id === '501' && event.type === 'balance.changed')?.data).toMatchObject({
    operation: 'commission',
    amount: '-0.35',
    affects_profit: true,
    occurred_at: '2026-03-02T08:00:00.000Z',
  });
  expect(events.find((event) => event.type === 'trade.closed')?.data).toMatchObject({
    gross: '105.00',
    commission: '-0.70',
    net: '104.30',
    booked: '104.65',
  });
});
