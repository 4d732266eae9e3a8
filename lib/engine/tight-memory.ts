// Judging a book makes and drops text by the hundred megabytes. Left alone, the engine lets such garbage grow to several times what is in
// use before it looks. While books are judged it looks sooner, and the process needs tens of megabytes less.
import { setFlagsFromString } from 'node:v8';

/** Of what was in use when memory was last looked through, by how much it may grow until the next time. */
const GROWING_PERCENT = 30;
let running = 0;
let isKept = false;

export async function inTightMemory<T>(work: () => Promise<T>): Promise<T> {
  running += 1;
  if (running === 1) grow(GROWING_PERCENT);
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0 && !isKept) grow(0);
  }
}

/** From now on, for a process that is there to judge: it is tight before the first book is. */
export function keepMemoryTight(): void {
  isKept = true;
  grow(GROWING_PERCENT);
}

/** Nought leaves it to the engine, as it is without. */
const grow = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);
