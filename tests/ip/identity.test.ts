// Which places weigh what, and how links and what speaks against them make a score that can be added up.
import { describe, expect, test } from 'vitest';
import { ASK_FROM, identify, type PairEvidence, type Person } from '@/lib/abuse/identity';
import { readNetworks } from '@/lib/abuse/networks';
import { candidates, CROWD, weighPlace, type Network, type Place } from '@/lib/abuse/shared-ip';
import { judgePairs, partsOf, signalOf } from '@/lib/abuse/shared-ip-signals';

const place = (change: Partial<Place> = {}): Place => ({
  id: 'address:1',
  kind: 'address',
  label: '203.0.113.*',
  traders: 2,
  network: null,
  allowance: null,
  isInner: false,
  ...change,
});
const network = (kind: Network['kind']): Network => ({ kind, owner: 'Owner', source: 'ranges.test', read_on: '2026-11-01' });
const machine = (change: Partial<Place> = {}) => place({ id: 'device:1', kind: 'device', label: 'Machine 1', ...change });
const person = (id: string, change: Partial<Person> = {}): Person => ({
  id,
  name: `Name ${id}`,
  country: 'PT',
  kyc_status: 'none',
  trades: 0,
  ...change,
});
const pair = (change: Partial<PairEvidence> = {}): PairEvidence => ({
  a: person('a'),
  b: person('b'),
  visits: [],
  likeness: [],
  ...change,
});
const both = (one: Place) => ({ place: one, a: [1, 2, 3], b: [2, 3, 4] });
const alone = (id: string, who: 'a' | 'b', days = [1, 2, 3]) => ({
  place: place({ id, traders: 1 }),
  a: who === 'a' ? days : [],
  b: who === 'b' ? days : [],
});

describe('a place', () => {
  test('weighs less the more of a crowd its network is, and says whose word that is', () => {
    const points = (kind: Network['kind']) => weighPlace(place({ network: network(kind) })).points;
    expect(weighPlace(place()).points).toBe(30);
    expect([points('hosting'), points('office'), points('vpn'), points('mobile')]).toEqual([21, 8, 5, 3]);
    expect(weighPlace(place({ network: network('vpn') })).why).toContain('VPN of Owner (ranges.test, read 2026-11-01)');
  });
  test('weighs less the more traders come there, and nothing where they are a crowd', () => {
    expect([2, 4, 10].map((traders) => weighPlace(place({ traders })).points)).toEqual([30, 21, 13]);
    expect(weighPlace(place({ traders: CROWD + 1 })).points).toBe(0);
    expect([2, 4, 8].map((traders) => weighPlace(machine({ traders })).points)).toEqual([70, 70, 35]);
  });
  test('that is allowed, or that everybody has at home, says nothing and says why', () => {
    expect(weighPlace(place({ allowance: { reason: 'Our floor in Porto', expires_at: '2027-01-01T00:00:00Z' } }))).toEqual({
      points: 0,
      why: 'Allowed until 2027-01-01: Our floor in Porto',
    });
    expect(weighPlace(place({ isInner: true })).points).toBe(0);
  });
});

describe('two traders', () => {
  test('at one machine are asked about; at one home line with machines, trades and travels of their own they are not', () => {
    expect(identify(pair({ visits: [both(machine()), both(place())] })).score).toBe(100);
    const household = pair({
      a: person('a', { trades: 80 }),
      b: person('b', { trades: 60 }),
      visits: [
        both(place()),
        alone('address:2', 'a'),
        alone('address:3', 'b'),
        { ...alone('device:2', 'a'), place: machine({ id: 'device:2' }) },
        { ...alone('device:3', 'b'), place: machine({ id: 'device:3' }) },
      ],
    });
    const { score, against } = identify(household);
    expect(score).toBe(5);
    expect(against.map(({ points }) => points)).toEqual([10, 5, 10]);
  });
  test('who share a line and trade alike are asked about, and two approved identities speak against it', () => {
    const alike = pair({ visits: [both(place())], likeness: [{ kind: 'copy_trade', score: 80 }] });
    expect(identify(alike).score).toBeGreaterThanOrEqual(ASK_FROM);
    const proven = { ...alike, a: person('a', { kyc_status: 'approved' }), b: person('b', { kyc_status: 'approved' }) };
    expect(identify(proven).score).toBe(identify(alike).score - 10);
  });
  test('ten lines of one flat count as little more than one', () => {
    const lines = (traders: number) => Array.from({ length: 10 }, (_, index) => both(place({ id: `address:${index}`, traders })));
    expect(identify(pair({ visits: lines(2) })).shared.address).toBe(45);
    expect(
      identify(pair({ visits: lines(8) }))
        .links.slice(0, 4)
        .map(({ points }) => points),
    ).toEqual([15, 8, 4, 2]);
  });
  test('have parts that sum to their score, whatever it is cut off at', () => {
    const cases = [
      pair({ visits: [both(machine()), both(place())], likeness: [{ kind: 'hedge', score: 100 }] }),
      pair({ visits: [both(place({ network: network('mobile') }))], a: person('a', { trades: 99 }), b: person('b', { trades: 99 }) }),
      pair(),
    ];
    for (const one of cases) {
      const identity = identify(one);
      expect(partsOf(identity).reduce((sum, { points }) => sum + points, 0)).toBe(identity.score);
      expect(signalOf(one, identity).score).toBe(identity.score);
    }
  });
});

describe('the search', () => {
  const days = [1];
  test('pairs everybody at a small place and nobody in a crowd', () => {
    const small = place({ id: 'small', traders: 3 });
    const crowd = place({ id: 'crowd', traders: 500 });
    const usages = [
      ...['a', 'b', 'c'].map((trader) => ({ trader, place: 'small', days })),
      ...Array.from({ length: 500 }, (_, index) => ({ trader: `t${index}`, place: 'crowd', days })),
    ];
    const found = candidates(new Map([small, crowd].map((one) => [one.id, one])), usages);
    expect(found.map(({ a, b }) => `${a}${b}`).sort()).toEqual(['ab', 'ac', 'bc']);
  });
  test('lists a pair once, and one that was listed before also when nothing is left of it', () => {
    const silent = pair({ visits: [both(place({ allowance: { reason: 'Known', expires_at: '2027-01-01' } }))] });
    expect(judgePairs([silent], new Set()).signals).toEqual([]);
    expect(judgePairs([silent], new Set(['a b'])).signals.map(({ score }) => score)).toEqual([0]);
  });
});

describe('a list of networks', () => {
  const head = 'cidr,kind,source,read_on,owner\n';
  const read = (lines: string) => readNetworks(head + lines, '2026-11-21');
  const refusal = (lines: string) => {
    const found = read(lines);
    return found.ok ? null : `${found.refusal.code}: ${found.refusal.message}`;
  };
  test('is read with its source, an address alone as a network of one', () => {
    expect(read('203.0.113.7,VPN,ranges.test,2026-11-01,\n2001:db8::/32,hosting,ranges.test,2026-11-01,Rack')).toEqual({
      ok: true,
      value: {
        source: 'ranges.test',
        rows: [
          { cidr: '203.0.113.7/32', kind: 'vpn', owner: null, read_on: '2026-11-01' },
          { cidr: '2001:db8::/32', kind: 'hosting', owner: 'Rack', read_on: '2026-11-01' },
        ],
      },
    });
  });
  test.each([
    ['203.0.113.0/33,vpn,a.test,2026-11-01,', 'row-invalid: Line 2: cidr must be a network, as 203.0.113.0/24.'],
    ['0.0.0.0/0,vpn,a.test,2026-11-01,', 'row-invalid: Line 2: cidr is wider than a /8.'],
    ['203.0.113.0/24,home,a.test,2026-11-01,', 'row-invalid: Line 2: kind must be hosting, vpn, mobile or office.'],
    ['203.0.113.0/24,vpn,a.test,2026-12-01,', 'from-the-future: Line 2: 2026-12-01 is still to come.'],
    [
      '203.0.113.0/24,vpn,a.test,2026-11-01,\n203.0.114.0/24,vpn,b.test,2026-11-01,',
      'two-sources: Line 3 is by b.test, the ones before by a.test: take in one source at a time.',
    ],
    ['', 'empty: There is no network below the first line.'],
  ])('%s is refused by its line', (lines, told) => expect(refusal(lines)).toBe(told));
});
