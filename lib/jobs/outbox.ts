// Every worker looks once a second whether something happened that listeners outside are to hear of. A job for each event would make all
// writers wait for one row of the queue; looking costs one small question, and the cursor's lock keeps a second worker from doing it twice.
import { readOn } from '@/lib/outbound/tail-send';

const EVERY_MS = 1_000;
/** A database that stays away is said once, not every second. */
const QUIET_MS = 60_000;

/** Answers how to end it; a look that is under way is waited for. */
export function keepReadingOn(log: (line: string) => void): () => Promise<void> {
  let looking: Promise<unknown> = Promise.resolve();
  let isLooking = false;
  let saidAt = 0;
  const look = async () => {
    isLooking = true;
    try {
      await readOn(new Date());
    } catch (error) {
      if (Date.now() - saidAt > QUIET_MS) log(`listeners outside must wait: ${error instanceof Error ? error.message : String(error)}`);
      saidAt = Date.now();
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => {
    if (!isLooking) looking = look();
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
