// The demo broker's own dice: the same words give the same numbers on every machine and in every year, which no runtime promises of
// its own generator. Shares and whole numbers only; money is never drawn as a fraction.
import { createHash } from 'node:crypto';

export interface Random {
  /** In [0, 1). */
  share(): number;
  /** Whole, both ends included. */
  whole(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Four words of state from a hash of the seed, advanced by the public-domain generator sfc32. */
export function randomFrom(...seed: (string | number)[]): Random {
  const digest = createHash('sha256').update(seed.join('|')).digest();
  let [a, b, c, counter] = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), 1];
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    share: next,
    whole,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** A whole number in [0, size) that belongs to the words. */
export function numberOf(size: number, ...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32LE(0) % size;
}
