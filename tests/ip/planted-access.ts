// A month of where people come from, made from a seed: homes, families, offices, cafes, carriers, rented servers, VPNs. Among them some who
// are two or four, and who they are is known.
import type { AccessBook } from '@/lib/abuse/access-book';
import { byTrader } from '@/lib/abuse/access-book';
import type { Likeness, Person } from '@/lib/abuse/identity';
import type { Network, NetworkKind, Place, Usage } from '@/lib/abuse/shared-ip';
import { pairKey } from '@/lib/abuse/shared-ip-signals';

export interface PlantedAccess {
  book: AccessBook;
  usages: Usage[];
  honest: ReadonlySet<string>;
  /** Pairs that are one person, by how they go about it. */
  planted: ReadonlyMap<string, string>;
  /** One person whom no line, machine or trade tells from a family: the search can list them and no more. */
  silent: ReadonlySet<string>;
}

type Random = () => number;
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
const FIRST_DAY = 20_750;
const DAYS = 30;

class Builder {
  readonly people = new Map<string, Person>();
  readonly networks = new Map<string, NetworkKind>();
  readonly likeness = new Map<string, Likeness[]>();
  readonly honest = new Set<string>();
  readonly planted = new Map<string, string>();
  readonly silent = new Set<string>();
  private readonly visits = new Map<string, Set<number>>();
  constructor(readonly random: Random) {}

  whole(below: number): number {
    return Math.floor(this.random() * below);
  }
  chance(share: number): boolean {
    return this.random() < share;
  }
  person(name: string): string {
    const id = `p${String(this.people.size).padStart(6, '0')}`;
    const kyc_status = this.chance(0.5) ? 'approved' : 'none';
    this.people.set(id, { id, name, country: 'PT', kyc_status, trades: 10 + this.whole(150) });
    return id;
  }
  visit(trader: string, place: string, days: number, network?: NetworkKind): void {
    if (network) this.networks.set(place, network);
    const key = `${trader} ${place}`;
    const seen = this.visits.get(key) ?? new Set<number>();
    for (let day = 0; day < days; day += 1) seen.add(FIRST_DAY + this.whole(DAYS));
    this.visits.set(key, seen);
  }
  alike(a: string, b: string, kind: Likeness['kind'], score: number): void {
    this.likeness.set(pairKey(a, b), [{ kind, score: Math.round(score) }]);
  }
  plant(how: string, traders: string[]): void {
    traders.forEach((a, index) => traders.slice(index + 1).forEach((b) => this.planted.set(pairKey(a, b), how)));
  }
  build(): PlantedAccess {
    const usages: Usage[] = [...this.visits].map(([key, days]) => {
      const [trader = '', place = ''] = key.split(' ');
      return { trader, place, days: [...days].sort((a, b) => a - b) };
    });
    const counts = new Map<string, number>();
    for (const { place } of usages) counts.set(place, (counts.get(place) ?? 0) + 1);
    const places = new Map([...counts].map(([id, traders]) => [id, this.place(id, traders)]));
    const likeness = (a: string, b: string) => this.likeness.get(pairKey(a, b)) ?? [];
    return {
      book: { people: this.people, places, byTrader: byTrader(usages), likeness },
      usages,
      honest: this.honest,
      planted: this.planted,
      silent: this.silent,
    };
  }
  private place(id: string, traders: number): Place {
    const kind = this.networks.get(id);
    const network: Network | null = kind ? { kind, owner: null, source: 'planted', read_on: '2026-11-01' } : null;
    return { id, kind: id.startsWith('device:') ? 'device' : 'address', label: id, traders, network, allowance: null, isInner: false };
  }
}

/** Where anybody may be besides at home: mobile, VPN, office, cafe, a server of their own. */
function roam(builder: Builder, trader: string): void {
  if (builder.chance(0.4)) builder.visit(trader, `address:carrier${builder.whole(24)}`, 6, 'mobile');
  if (builder.chance(0.1)) builder.visit(trader, `address:vpn${builder.whole(40)}`, 8, 'vpn');
  const office = builder.whole(400);
  // Half of the offices stand on no list.
  if (builder.chance(0.15)) builder.visit(trader, `address:office${office}`, 12, office % 2 === 0 ? 'office' : undefined);
  if (builder.chance(0.2)) builder.visit(trader, `address:cafe${builder.whole(150)}`, 1);
  if (builder.chance(0.05)) builder.visit(trader, `address:server${trader}`, 20, 'hosting');
  if (builder.chance(0.02)) builder.visit(trader, `address:gateway${builder.whole(25)}`, 20, 'hosting');
  // A line that was somebody else's last week.
  if (builder.chance(0.03)) builder.visit(trader, `address:dynamic${builder.whole(80)}`, 3);
}

function machines(builder: Builder, trader: string): void {
  for (let n = 0; n <= builder.whole(2); n += 1) builder.visit(trader, `device:${trader}-${n}`, 15);
}

function honestPeople(builder: Builder, many: number): void {
  const start = builder.people.size;
  while (builder.people.size - start < many) {
    const size = builder.chance(0.94) ? 1 : builder.chance(0.8) ? 2 : 3;
    const home = builder.people.size;
    const family = Array.from({ length: size }, (_, n) => builder.person(`Honest ${home}-${n}`));
    const sharesMachine = size > 1 && builder.chance(0.02);
    for (const trader of family) {
      builder.honest.add(trader);
      builder.visit(trader, `address:home${home}`, 20);
      machines(builder, trader);
      if (sharesMachine) builder.visit(trader, `device:family${home}`, 4);
      roam(builder, trader);
    }
    const [a, b] = family;
    if (a && b && builder.chance(0.2)) builder.alike(a, b, 'copy_trade', 15 + builder.random() * 30);
  }
  // Strangers who follow one public signal.
  const all = [...builder.honest];
  for (let n = 0; n < many / 50; n += 1) {
    const [a, b] = [all[builder.whole(all.length)], all[builder.whole(all.length)]];
    if (a && b && a !== b) builder.alike(a, b, 'copy_trade', 50 + builder.random() * 40);
  }
}

type Ring = (builder: Builder, traders: string[], key: string) => void;
const everyPair = (traders: string[], act: (a: string, b: string) => void) =>
  traders.forEach((a, index) => traders.slice(index + 1).forEach((b) => act(a, b)));

export const RINGS: Record<string, { size: number; how: Ring }> = {
  'one machine at one home': {
    size: 2,
    how: (builder, traders, key) =>
      traders.forEach((one) => [`address:${key}`, `device:${key}`].forEach((place) => builder.visit(one, place, 20))),
  },
  'one machine behind a VPN each time another': {
    size: 2,
    how: (builder, traders, key) =>
      traders.forEach((one) => {
        builder.visit(one, `device:${key}`, 20);
        for (let n = 0; n < 4; n += 1) builder.visit(one, `address:vpn${builder.whole(40)}`, 5, 'vpn');
      }),
  },
  'two machines at one home, trades copied': {
    size: 2,
    how: (builder, traders, key) => {
      traders.forEach((one, n) => [`address:${key}`, `device:${key}-${n}`].forEach((place) => builder.visit(one, place, 20)));
      everyPair(traders, (a, b) => builder.alike(a, b, 'copy_trade', 70 + builder.random() * 30));
    },
  },
  'home and phone, trades hedged': {
    size: 2,
    how: (builder, traders, key) => {
      const carrier = builder.whole(24);
      traders.forEach((one, n) => {
        [`address:${key}`, `device:${key}-${n}`].forEach((place) => builder.visit(one, place, 20));
        builder.visit(one, `address:carrier${carrier}`, 10, 'mobile');
      });
      everyPair(traders, (a, b) => builder.alike(a, b, 'hedge', 60 + builder.random() * 40));
    },
  },
  'one rented server and one home, trades copied': {
    size: 2,
    how: (builder, traders, key) => {
      traders.forEach((one) => {
        builder.visit(one, `address:${key}`, 8);
        builder.visit(one, `address:rack${key}`, 20, 'hosting');
      });
      everyPair(traders, (a, b) => builder.alike(a, b, 'copy_trade', 60 + builder.random() * 40));
    },
  },
  'four names at one home, trades copied': {
    size: 4,
    how: (builder, traders, key) => {
      traders.forEach((one, n) => [`address:${key}`, `device:${key}-${n}`].forEach((place) => builder.visit(one, place, 20)));
      everyPair(traders, (a, b) => builder.alike(a, b, 'copy_trade', 75 + builder.random() * 25));
    },
  },
};

/** `rings` of each kind among `honest` people. */
export function plantAccess(seed: number, honest: number, rings: number): PlantedAccess {
  const builder = new Builder(randomFrom(seed));
  honestPeople(builder, honest);
  for (const [how, { size, how: make }] of Object.entries(RINGS)) {
    for (let n = 0; n < rings; n += 1) {
      const key = `${how.replaceAll(/\W/g, '')}${n}`;
      const traders = Array.from({ length: size }, (_, k) => builder.person(`Planted ${key} ${k}`));
      make(builder, traders, key);
      if (builder.chance(0.3)) traders.forEach((one) => builder.chance(0.5) && roam(builder, one));
      builder.plant(how, traders);
    }
  }
  for (let n = 0; n < rings; n += 1) {
    const traders = [0, 1].map((k) => builder.person(`Silent ${n} ${k}`));
    traders.forEach((one, k) => [`address:silent${n}`, `device:silent${n}-${k}`].forEach((place) => builder.visit(one, place, 20)));
    everyPair(traders, (a, b) => builder.silent.add(pairKey(a, b)));
  }
  return builder.build();
}
