// What came of a run: counted from the server's own answers, shown while it goes on a terminal and once at its end everywhere.
import type { DemoLogin } from '../demo-logins';
import type { Answer } from './deliver';

export class Tally {
  messages = 0;
  events = 0;
  lost = 0;
  readonly outcomes = new Map<string, number>();
  readonly verdicts = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  private readonly started = performance.now();

  /** A message that never left: the feed still has it. */
  lose(): void {
    this.lost += 1;
  }

  add(answer: Answer): void {
    this.messages += 1;
    this.events += answer.results.length;
    if (answer.status >= 400) count(this.refusals, `${answer.status} ${answer.code ?? ''}`.trim());
    for (const result of answer.results) {
      count(this.outcomes, result.code ? `${result.outcome} (${result.code})` : result.outcome);
      if (result.verdict) count(this.verdicts, result.verdict);
    }
  }

  seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  lines(): string[] {
    const seconds = this.seconds();
    const speed = Math.round(this.events / Math.max(seconds, 0.001));
    return [
      `Messages    ${this.messages} with ${this.events} events in ${Math.round(seconds * 10) / 10} s (${speed} events a second)`,
      `Answers     ${listed(this.outcomes)}; a message that came before is answered as it was the first time`,
      `Verdicts    ${listed(this.verdicts)}`,
      ...(this.lost > 0 ? [`Lost        ${this.lost} messages on the way: the feed is asked for them every five minutes`] : []),
      ...(this.refusals.size > 0 ? [`Refused     ${listed(this.refusals)}`] : []),
    ];
  }
}

/** Where the run is to be seen and by whom: the office sees every account of it, the portal those of its own trader. */
export function wayIn(at: string, login: string | undefined, logins: readonly DemoLogin[], user: string | null): string[] {
  const [office, trader] = ['admin', 'trader'].map((role) => logins.find((one) => one.role === role));
  const own = trader?.email === user ? 'its own account' : `an account of its own by --user ${trader?.email}`;
  return [
    `See         ${at}/accounts${login ? `?scope=all&q=${login}, where account ${login} is the first of them` : ''}`,
    ...(office ? [`Office      sign in at ${at}/login as ${office.email} with ${office.password}`] : []),
    ...(trader ? [`Portal      sign in there as ${trader.email} with ${trader.password}: ${own}`] : []),
  ];
}

export class Progress {
  private done = 0;
  constructor(
    private readonly total: number,
    private readonly out: NodeJS.WriteStream,
  ) {}

  step(tally: Tally): void {
    this.done += 1;
    if (!this.out.isTTY) return;
    const width = 32;
    const filled = Math.floor((this.done / this.total) * width);
    const bar = '#'.repeat(filled) + '.'.repeat(width - filled);
    this.out.write(`\r[${bar}] ${this.done}/${this.total} messages, ${tally.events} events`);
    if (this.done === this.total) this.out.write('\n');
  }
}

export function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function listed(counts: Map<string, number>): string {
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return sorted.length === 0 ? 'none' : sorted.map(([key, number]) => `${key} ${number}`).join(', ');
}
