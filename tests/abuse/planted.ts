// Those who copy and hedge, put among the honest: at once, late, a part only, at another size, in rings, with few trades.
import type { Side } from '@/lib/abuse/book';
import { honest, market, normal, pick, signal, type Market, type Open, type Planted, type Random } from './crowd';

interface Way {
  delay: number;
  jitter: number;
  ratio: number;
  share: number;
  opposite: boolean;
  /** Share of openings whose closing is copied too. */
  exits: number;
  /** Half of a person's delays lie within this factor of the middle one; a machine has none. */
  spread?: number;
}
const round = (lots: number): number => Math.max(0.01, Math.round(lots * 100) / 100);

function follow(random: Random, leader: readonly Open[], way: Way): Open[] {
  return leader
    .filter(() => random() < way.share)
    .map((one) => {
      const late = way.spread === undefined ? way.delay + way.jitter * normal(random) : way.delay * Math.exp(way.spread * normal(random));
      const at = one.at + late;
      const isCopied = random() < way.exits;
      const closed = isCopied ? one.closed + late + way.jitter * normal(random) : at + Math.exp(Math.log(1_500_000) + normal(random));
      const side = (way.opposite ? 1 - one.side : one.side) as Side;
      return { ...one, at, side, lots: round(one.lots * way.ratio), closed: Math.max(closed, at + 500) };
    });
}

const between = (random: Random, low: number, high: number): number => low + random() * (high - low);
const WAYS: Record<string, (random: Random) => Way> = {
  'at once': (random) => ({
    ...{ delay: between(random, 200, 2_500), jitter: between(random, 30, 400), ratio: pick(random, [1, 1, 0.5, 2, 0.1]) },
    ...{ share: between(random, 0.85, 1), opposite: false, exits: 0.95 },
  }),
  late: (random) => {
    const delay = between(random, 5_000, 40_000);
    return { delay, jitter: delay * 0.06, ratio: pick(random, [1, 0.5, 0.2]), share: between(random, 0.7, 1), opposite: false, exits: 0.9 };
  },
  'a part': (random) => ({
    ...{ delay: between(random, 300, 4_000), jitter: between(random, 50, 600), ratio: pick(random, [1, 0.5, 1.5]) },
    ...{ share: between(random, 0.3, 0.55), opposite: false, exits: 0.7 },
  }),
  'by hand': (random) => ({
    ...{ delay: between(random, 8_000, 20_000), jitter: 2_000, spread: 0.45, ratio: pick(random, [1, 0.5, 2]) },
    ...{ share: between(random, 0.6, 0.9), opposite: false, exits: 0.6 },
  }),
  hedge: (random) => ({
    ...{ delay: between(random, 300, 12_000), jitter: between(random, 50, 700), ratio: pick(random, [1, 1, 0.95]) },
    ...{ share: between(random, 0.6, 1), opposite: true, exits: 0.8 },
  }),
};

export interface Firm {
  accounts: Open[][];
  planted: Planted[];
  /** Numbers from here on belong to those who were planted. */
  honest: number;
}

/** `size` honest accounts with `mean` trades each on average, and `times` times one ring, two late, two partial copiers, one by hand and two hedges. */
export function firm(seed: number, size: number, mean: number, times: number): Firm {
  const scene = market(seed);
  const { random } = scene;
  const many = (): number => Math.max(4, Math.round(Math.exp(Math.log(mean) - 0.4 + 0.9 * normal(random))));
  const accounts = Array.from({ length: size }, () => honest(scene, Math.min(many(), mean * 8)));
  publicSignals(scene, accounts, size);
  const planted: Planted[] = [];
  for (let k = 0; k < times; k++) {
    plant(scene, accounts, planted, 'at once', 2 + Math.floor(random() * 4), Math.max(20, many()));
    plant(scene, accounts, planted, 'at once', 1, 12 + Math.floor(random() * 8));
    for (const how of ['late', 'late', 'a part', 'a part', 'by hand', 'hedge', 'hedge'])
      plant(scene, accounts, planted, how, 1, Math.max(25, many()));
  }
  return { accounts, planted, honest: size };
}

function publicSignals(scene: Market, accounts: Open[][], size: number): void {
  const { random } = scene;
  const some = (count: number) => [...new Set(Array.from({ length: count }, () => Math.floor(random() * size)))];
  for (let k = 0; k < size / 125; k++) signal(scene, accounts, some(3 + Math.floor(random() * 10)));
  for (let k = 0; k < 3; k++) signal(scene, accounts, some(size / 33));
}

/** A leader and those who follow, each with trades of their own where only a part is copied. */
function plant(scene: Market, accounts: Open[][], planted: Planted[], how: string, followers: number, trades: number): void {
  const { random } = scene;
  const leader = accounts.length;
  const led = honest(scene, trades);
  accounts.push(led);
  const way = (WAYS[how] as (random: Random) => Way)(random);
  for (let k = 0; k < followers; k++) {
    const own = how === 'a part' ? honest(scene, Math.round(trades * between(random, 0.1, 0.4))) : [];
    const mine: Way = {
      ...way,
      delay: way.delay * between(random, 0.9, 1.4),
      ratio: followers > 1 ? pick(random, [1, 0.5, 2]) : way.ratio,
    };
    accounts.push([...follow(random, led, mine), ...own]);
    planted.push({ a: leader, b: leader + 1 + k, how: followers > 1 ? 'ring' : trades < 20 && how === 'at once' ? 'few trades' : how });
  }
}
