// How many of the planted pairs the search asks about, and how many honest people with them.
import { evidenceOf } from '@/lib/abuse/access-book';
import { candidates } from '@/lib/abuse/shared-ip';
import { judgePairs, pairKey } from '@/lib/abuse/shared-ip-signals';
import type { PlantedAccess } from './planted-access';

export interface Measured {
  pairs: number;
  listed: number;
  asked: number;
  planted: number;
  found: number;
  /** Planted pairs by how they go about it: found of planted. */
  byKind: Map<string, [found: number, of: number]>;
  honest: number;
  /** Honest people in a pair somebody is asked about. */
  honestAsked: number;
  /** Of those, people whose family shares one machine: there it is right to ask. */
  families: number;
  /** Of the pairs nothing but a home betrays: how many are listed. */
  silentListed: number;
  silent: number;
}

export function measureAccess({ book, usages, honest, planted, silent }: PlantedAccess): Measured {
  const pairs = candidates(book.places, usages);
  const { signals, asked } = judgePairs(
    pairs.flatMap(({ a, b }) => evidenceOf(book, a, b) ?? []),
    new Set(),
  );
  const askedKeys = new Set(asked.map(({ trader_a, trader_b }) => pairKey(trader_a, trader_b)));
  const byKind = new Map<string, [number, number]>();
  for (const [key, how] of planted) {
    const [found, of] = byKind.get(how) ?? [0, 0];
    byKind.set(how, [found + (askedKeys.has(key) ? 1 : 0), of + 1]);
  }
  const honestAsked = new Set(asked.flatMap(({ trader_a, trader_b }) => [trader_a, trader_b]).filter((one) => honest.has(one)));
  const atMachine = new Set(asked.flatMap(({ kind, trader_a, trader_b }) => (kind === 'shared_device' ? [trader_a, trader_b] : [])));
  return {
    pairs: pairs.length,
    listed: signals.length,
    asked: asked.length,
    planted: planted.size,
    found: [...planted.keys()].filter((key) => askedKeys.has(key)).length,
    byKind,
    honest: honest.size,
    honestAsked: honestAsked.size,
    families: [...honestAsked].filter((one) => atMachine.has(one)).length,
    silentListed: signals.filter(({ trader_a, trader_b }) => silent.has(pairKey(trader_a, trader_b))).length,
    silent: silent.size,
  };
}
