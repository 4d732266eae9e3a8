// What a pull found, counted from the answers each message was given. An answer given before counts as known, whatever it says.
import type { Answer } from '@/lib/trades/answer';

const OUTCOMES = ['recorded', 'duplicate', 'parked', 'quarantined', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];

export class PullTally {
  /** Messages of which something is stored and not judged yet. */
  unsettled = 0;
  private readonly seen = { messages: 0, known: 0, recorded: 0, duplicate: 0, parked: 0, quarantined: 0, refused: 0 };

  add({ status, body, isRepeat }: Answer): void {
    this.seen.messages += 1;
    if (isRepeat === true) {
      this.seen.known += 1;
      return;
    }
    const results = (JSON.parse(body) as { results?: { outcome: Outcome; code?: string }[] }).results;
    if (results?.some(({ outcome, code }) => outcome === 'parked' && code === 'settling')) this.unsettled += 1;
    if (!results) this.seen[status === 409 ? 'quarantined' : 'refused'] += 1;
    for (const { outcome } of results ?? []) if (OUTCOMES.includes(outcome)) this.seen[outcome] += 1;
  }

  get counts() {
    return { ...this.seen };
  }
}
