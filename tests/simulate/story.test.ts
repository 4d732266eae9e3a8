// The demo broker: the same seed tells the same story to the byte, and its ledger agrees with every snapshot it reports.
import { describe, expect, it } from 'vitest';
import { parseMoney } from '@/lib/money';
import { daysBefore, daysFrom } from '@/supabase/local/simulate/calendar';
import { messagesOf, storyOf, type Part } from '@/supabase/local/simulate/cast';
import { namedPerson, personOf } from '@/supabase/local/simulate/people';
import { notOfTheirPrices } from '../support/exact-trades';
import { PROFILES, type ProfileName } from '@/supabase/local/simulate/profile';
import { Tally, wayIn } from '@/supabase/local/simulate/summary';

const DAYS = daysBefore(Date.parse('2026-11-21'), 22);

function part(profile: ProfileName, seed = '7', days = DAYS): Part {
  const account = { platform: 'mt5', server: 'Demo-Live', login: '1234560001', currency: 'USD', digits: 2 };
  return { seed, account, initial_cents: 10_000_000, hit_rate: 0.55, days, profile };
}

function amount(data: Record<string, unknown>, key: string): number {
  const value = parseMoney(data[key] as string, 2);
  if (value === null) throw new Error(`${key} is no amount`);
  return value;
}

describe.each(PROFILES)('a %s trader', (profile) => {
  const events = storyOf(part(profile)).flatMap((day) => day.events);

  it('reports balances that are the sum of everything booked before', () => {
    let balance = 0;
    let snapshots = 0;
    for (const event of events) {
      if (event.type === 'balance.changed') balance += amount(event.data, 'amount');
      if (event.type === 'trade.closed') balance += amount(event.data, 'booked');
      if (event.type !== 'account.snapshot') continue;
      snapshots += 1;
      expect(amount(event.data, 'balance')).toBe(balance);
    }
    expect(snapshots).toBeGreaterThanOrEqual(22);
  });

  it('reports equity that is balance, open results and swap, between its low and its high', () => {
    for (const { data } of events.filter((event) => event.type === 'account.snapshot')) {
      const equity = amount(data, 'equity');
      expect(equity).toBe(amount(data, 'balance') + amount(data, 'floating') + amount(data, 'swap') + amount(data, 'credit'));
      expect(amount(data, 'equity_low')).toBeLessThanOrEqual(equity);
      expect(amount(data, 'equity_high')).toBeGreaterThanOrEqual(equity);
      const positions = data.positions as Record<string, unknown>[];
      expect(positions.reduce((sum, position) => sum + amount(position, 'floating'), 0)).toBe(amount(data, 'floating'));
      expect(positions.length).toBe(data.open_position_count);
    }
  });

  it('earns with every slice what its prices make of it', () => {
    const slices = events.filter(({ type }) => type === 'trade.closed').map(({ data }) => data as Record<string, string>);
    const told = slices.map(({ symbol = '', side: type = '', volume: lots = '', open_price = '', close_price = '', gross = '' }) => {
      return { symbol, type, lots, open_price, close_price, gross_cents: amount({ gross }, 'gross') };
    });
    expect(notOfTheirPrices(told)).toEqual([]);
  });

  it('splits the entry cost over the slices without losing a cent', () => {
    for (const cost of events.filter((event) => event.data.operation === 'commission')) {
      const slices = events.filter((event) => event.type === 'trade.closed' && event.data.position_id === cost.data.position_id);
      if (!slices.some((slice) => slice.data.is_final_slice)) continue;
      expect(slices.reduce((sum, { data }) => sum + amount(data, 'net') - amount(data, 'booked'), 0)).toBe(amount(cost.data, 'amount'));
    }
  });

  it('tells events in the order they happened, each under an id of its own', () => {
    const times = events.map((event) => event.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const ids = events.map((event) => `${event.type} ${String(event.data.external_id)}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells a longer story that begins with the shorter one', () => {
    const shorter = storyOf(part(profile, '7', DAYS.slice(0, 9)));
    expect(storyOf(part(profile)).slice(0, 9)).toEqual(shorter);
  });
});

it('delivers the same bytes for the same seed, and others for another', () => {
  const bytes = (seed: string): string => JSON.stringify(messagesOf(part('steady', seed)));
  expect(bytes('7')).toBe(bytes('7'));
  expect(bytes('7')).not.toBe(bytes('8'));
});

interface WireEvent {
  type: string;
  data: Record<string, unknown>;
}

function wireOf(body: string): WireEvent[] {
  const parsed = JSON.parse(body) as WireEvent & { events?: WireEvent[] };
  return parsed.events ?? [{ type: parsed.type, data: parsed.data }];
}

function dayOf({ data }: WireEvent): string {
  return String(data.occurred_at ?? data.closed_at ?? data.opened_at)
    .slice(0, 10)
    .replaceAll('-', '');
}

it('delivers every event at least once, some messages twice and some events late', () => {
  let again = 0;
  let late = 0;
  for (const seed of Array.from({ length: 12 }, (_, index) => `${index}`)) {
    const messages = messagesOf(part('steady', seed));
    const wanted = storyOf(part('steady', seed)).flatMap((day) =>
      day.events.map((event) => `${event.type} ${String(event.data.external_id)}`),
    );
    const wire = messages.flatMap((message) => wireOf(message.body));
    expect(new Set(wire.map((event) => `${event.type} ${String(event.data.external_id)}`))).toEqual(new Set(wanted));
    again += messages.filter((message) => message.again).length;
    late += messages.filter((message) => wireOf(message.body).some((event) => !message.webhook_id.includes(dayOf(event)))).length;
  }
  expect(again).toBeGreaterThan(0);
  expect(late).toBeGreaterThan(0);
});

it('never gives two messages one id unless their bytes are the same', () => {
  const seen = new Map<string, string>();
  for (const message of messagesOf(part('strong'))) {
    expect(seen.get(message.webhook_id) ?? message.body).toBe(message.body);
    seen.set(message.webhook_id, message.body);
  }
});

it('keeps inside one message what the door takes', () => {
  for (const message of messagesOf({ ...part('steady'), days_per_message: 22 })) {
    expect(message.events).toBeLessThanOrEqual(500);
    expect(Buffer.byteLength(message.body)).toBeLessThan(524_288);
  }
});

it('trades on weekdays that are over, counted back from the end or on from the opening', () => {
  expect(daysBefore(Date.parse('2026-11-21'), 3)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
  expect(daysFrom(Date.parse('2026-11-18T09:00:00Z'), Date.parse('2026-11-24'), 22)).toEqual([
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-23',
  ]);
});

it('gives another seed, hit rate or person another account', () => {
  const run = { seed: '7', hit_rate: '0.55' };
  const logins = [
    personOf(run, 0),
    personOf(run, 1),
    personOf({ ...run, seed: '8' }, 0),
    personOf({ ...run, hit_rate: '0.6' }, 0),
    namedPerson(run, 'demo@demo.com'),
  ];
  expect(new Set(logins.map((person) => person.login)).size).toBe(5);
  expect(namedPerson(run, 'Demo@demo.com')).toEqual(namedPerson(run, 'demo@demo.com'));
});

it('ends with what its numbers count, where the accounts are seen and who signs in', () => {
  const logins = ['admin', 'trader'].map((role) => ({ email: `${role}@demo.test`, password: 'secret', role }));
  const said = wayIn('http://here', '42', logins, null).join('\n');
  for (const words of [
    '/accounts?scope=all&q=42',
    'admin@demo.test with secret',
    'trader@demo.test with secret',
    '--user trader@demo.test',
  ])
    expect(said).toContain(words);
  expect(wayIn('http://here', '42', logins, 'trader@demo.test').join()).toContain('its own account');
  // A hosted project has no demo logins.
  expect(wayIn('http://here', undefined, [], null)).toEqual(['See         http://here/accounts']);
  expect(new Tally().lines()[1]).toContain('answered as it was the first time');
});
