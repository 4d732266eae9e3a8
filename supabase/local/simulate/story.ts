// The history of one demo account, day by day, from nothing but its seed: the same words give the same bytes. A longer history begins
// with the shorter one, so a second run adds nothing and a longer run only adds days.
import { Book, type LivePosition } from './book';
import { planDay, type Leg, type PlannedTrade } from './plan';
import { profileOf, type Profile, type ProfileName } from './profile';
import { randomFrom, type Random } from './random';
import { Relay, type StoryAccount, type StoryEvent } from './wire';

export interface StoryOptions {
  seed: string;
  account: StoryAccount;
  initial_cents: number;
  profile: ProfileName;
  hit_rate: number;
  /** Trading days as yyyy-mm-dd, oldest first. */
  days: string[];
}
export interface StoryDay {
  day: string;
  events: StoryEvent[];
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

type Item =
  | { at: number; kind: 'open'; trade: PlannedTrade }
  | { at: number; kind: 'look' }
  | { at: number; kind: 'night' }
  | { at: number; kind: 'snapshot'; sampling: 'poll' | 'end-of-day' }
  | { at: number; kind: 'move'; live: LivePosition; steps: number }
  | { at: number; kind: 'leg'; live: LivePosition; leg: Leg };

export function tellStory(options: StoryOptions): StoryDay[] {
  const teller = new Teller(options);
  return options.days.map((day, index) => ({ day, events: teller.tell(day, index) }));
}

class Teller {
  private readonly book = new Book();
  private readonly relay: Relay;
  private readonly profile: Profile;
  private readonly dice: Random;
  private queue: Item[] = [];
  private events: StoryEvent[] = [];
  private ticket = 0;
  private dayStart = 0;
  private tilting = false;
  private shyToday = false;
  private finished = false;

  constructor(private readonly options: StoryOptions) {
    this.relay = new Relay(options.account);
    this.dice = randomFrom('story', options.seed, options.account.login);
    this.profile = profileOf(options.profile, options.hit_rate, this.dice);
  }

  tell(day: string, index: number): StoryEvent[] {
    const start = Date.parse(day);
    this.events = [];
    if (index === 0) this.begin(start);
    this.dayStart = this.book.balance_cents;
    this.tilting = this.profile.tilt_day === index;
    if (index < this.profile.active_days) this.planTrades(day, index);
    this.push({ at: start + 21 * 60 * MINUTE + 55 * MINUTE, kind: 'snapshot', sampling: 'end-of-day' });
    this.push({ at: start + 22 * 60 * MINUTE, kind: 'night' });
    this.run(start + DAY);
    return this.events;
  }

  private begin(start: number): void {
    this.book.deposit(this.options.initial_cents);
    const id = this.nextTicket();
    this.events.push(this.relay.operation(start + 1000, id, 'deposit', this.options.initial_cents, { comment: 'initial deposit' }));
  }

  private planTrades(day: string, index: number): void {
    this.shyToday = this.isShy();
    const overnight = new Date(day).getUTCDay() < 5;
    const { balance_cents } = this.book;
    const risk_bps = this.shyToday ? ([3, 6] as const) : this.profile.risk_bps;
    const budget = { day, balance_cents, risk_bps, hit_rate: this.profile.hit_rate, tilt: this.tilting, overnight };
    for (const trade of planDay(randomFrom('day', this.options.seed, this.options.account.login, index), this.profile, budget)) {
      this.push({ at: trade.opened_at, kind: 'open', trade });
    }
  }

  /** Whether the trader still opens: not after the target, not after a loss the account cannot survive, nor further on a tilt that ended it. */
  private opens(at: number): boolean {
    const { initial_cents } = this.options;
    const equity = this.book.equity(at);
    const gained = (this.book.balance_cents - initial_cents) * 10_000;
    if (gained >= this.profile.stop_profit_bps * initial_cents) this.finished = true;
    if (-gained >= this.profile.stop_loss_bps * initial_cents) this.finished = true;
    if (this.tilting && (this.dayStart - equity) * 10_000 >= 530 * initial_cents) this.finished = true;
    // Who has turned shy since the morning waits until tomorrow, and comes back with next to nothing.
    return !this.finished && (this.shyToday || !this.isShy());
  }

  private isShy(): boolean {
    const { shy_bps } = this.profile;
    const lost = this.options.initial_cents - this.book.balance_cents;
    return shy_bps !== null && lost * 10_000 > shy_bps * this.options.initial_cents;
  }

  private push(item: Item): void {
    this.queue.push(item);
  }

  private run(until: number): void {
    for (;;) {
      const next = this.queue
        .filter((item) => item.at < until)
        .reduce<Item | null>((first, item) => (first === null || item.at < first.at ? item : first), null);
      if (next === null) return;
      this.queue.splice(this.queue.indexOf(next), 1);
      this.book.look(next.at);
      this.take(next);
      this.book.look(next.at);
    }
  }

  private take(item: Item): void {
    if (item.kind === 'open' && this.opens(item.at)) this.openTrade(item.trade);
    if (item.kind === 'night') this.book.chargeNight();
    if (item.kind === 'snapshot') this.events.push(this.relay.snapshot(item.at, this.snapshotId(item.at), this.book, item.sampling));
    if (item.kind === 'move') {
      item.live.stop_steps = item.steps;
      this.events.push(this.relay.stopMoved(item.at, `${item.live.position_id}-2`, item.live));
    }
    if (item.kind === 'leg') {
      const slice = this.book.close(item.live, item.leg);
      this.events.push(this.relay.closed(item.live, item.leg, slice, this.nextTicket(), this.nextTicket()));
      if (this.book.open.length === 0) this.push({ at: item.at + 20_000, kind: 'snapshot', sampling: 'poll' });
    }
  }

  private openTrade(trade: PlannedTrade): void {
    const live = this.book.enter(trade, this.nextTicket(), this.nextTicket());
    this.events.push(this.relay.opened(live));
    if (live.entry_cents !== 0) {
      const of = { position_id: live.position_id };
      this.events.push(this.relay.operation(trade.opened_at, live.open_deal_id, 'commission', live.entry_cents, of));
    }
    for (const leg of trade.legs) this.push({ at: leg.at, kind: 'leg', live, leg });
    for (const point of trade.path.slice(1, -1)) this.push({ at: point.at, kind: 'look' });
    if (trade.moved) this.push({ at: trade.moved.at, kind: 'move', live, steps: trade.moved.steps });
    const span = (trade.legs.at(-1)?.at ?? trade.opened_at) - trade.opened_at;
    for (const share of span > 100 * MINUTE ? [0.33, 0.9] : [0.66]) {
      this.push({ at: trade.opened_at + Math.floor(span * share), kind: 'snapshot', sampling: 'poll' });
    }
  }

  /** Tickets count up inside an account and start with its login, so no two accounts of a server share one. */
  private nextTicket(): string {
    this.ticket += 1;
    return this.options.account.login + this.ticket.toString().padStart(5, '0');
  }

  private snapshotId(at: number): string {
    return `${this.options.account.login}-${new Date(at).toISOString().replace(/[-:.Z]/g, '')}`;
  }
}
