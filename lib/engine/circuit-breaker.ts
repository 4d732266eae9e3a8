// Stops asking a database that does not answer. After so many failures in a row it opens; after the pause one probe is let through,
// whose success closes it and whose failure opens it again. Time is handed in, so that a test can hold the clock.
import type { CircuitState } from '@/lib/engine/batch-options';

export interface BreakerClock {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}
/** What one batch was let through as; it is handed back with the outcome. */
interface Passage {
  isProbe: boolean;
}

export class CircuitBreaker {
  state: CircuitState = 'closed';
  trips = 0;
  private inARow = 0;
  private openUntil = 0;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly threshold: number,
    private readonly pauseMs: number,
    private readonly clock: BreakerClock,
  ) {}

  /** Resolves when a batch may go. While the probe is under way everybody else waits for what it says. */
  async enter(): Promise<Passage> {
    for (;;) {
      if (this.state === 'closed') return { isProbe: false };
      if (this.state === 'half-open') {
        await new Promise<void>((resolve) => this.waiting.push(resolve));
        continue;
      }
      const left = this.openUntil - this.clock.now();
      if (left > 0) {
        await this.clock.sleep(left);
        continue;
      }
      this.state = 'half-open';
      return { isProbe: true };
    }
  }

  succeeded({ isProbe }: Passage): void {
    this.inARow = 0;
    // A batch that began before the circuit opened says nothing about now: only the probe closes it.
    if (isProbe) this.turn('closed');
  }

  failed({ isProbe }: Passage): void {
    this.inARow += 1;
    if (isProbe || (this.state === 'closed' && this.inARow >= this.threshold)) this.open();
  }

  private open(): void {
    this.trips += 1;
    this.openUntil = this.clock.now() + this.pauseMs;
    this.turn('open');
  }

  private turn(state: CircuitState): void {
    this.state = state;
    for (const go of this.waiting.splice(0)) go();
  }
}
