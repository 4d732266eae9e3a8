// R42 with a full disk. First nothing that grows can grow while the server lives; then its log cannot go on either, and the server falls and
// cannot stand up until there is room. Whoever posts meanwhile hears that it was not stored, and whoever hears a 2xx is right. Nobody but the
// stack's own supervisor lifts anything up again. r42-standstill plays the server that stands still and has no connection left.
import { expect } from 'vitest';
import { campaign, type Delivery } from '../flow/campaign';
import { canonical, countOf, GRACE_SECONDS, letGracePass, type DayFlow } from '../flow/campaign-day';
import { expectedAccount } from '../flow/campaign-oracle';
import { connect, openAccount, post, sellChallenge } from '../flow/firm';
import { SmallMachine } from './full-disk';
import { atVolume, scoreRow } from './row';
import { whatIsMissing } from './taken';

const HANDS = 8;
/** How many must hear that the disk is full before room is made. */
const REFUSED = 40;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Eight hands that send until each message is taken, and what they were told. */
class Senders {
  readonly answered: Delivery[] = [];
  readonly strange: string[] = [];
  refused = 0;
  served = 0;
  private going = true;
  private readonly hands: Promise<void>[];

  constructor(
    private readonly flow: DayFlow,
    private readonly waiting: Delivery[],
  ) {
    this.hands = Array.from({ length: HANDS }, () => this.hand());
  }

  private async hand(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      while (this.going && !(await this.isTaken(next))) await pause(100);
      if (!this.going) return;
      this.served = Date.now();
      this.answered.push(next);
    }
  }

  private async isTaken({ id, message }: Delivery): Promise<boolean> {
    const answer = await this.flow.send(message, { id }).catch((error: unknown) => String(error));
    if (typeof answer === 'string') this.strange.push(answer);
    else if (answer.status < 300) return true;
    else if (answer.status === 503 && answer.json.error?.code === 'not-stored' && answer.headers.has('retry-after')) this.refused += 1;
    else this.strange.push(`${answer.status} ${answer.text}`);
    return false;
  }

  /** Until so many more were taken; nobody need be left to send. */
  taken(more: number): Promise<void> {
    const until = this.answered.length + more;
    return expect.poll(() => this.answered.length >= until || this.waiting.length === 0, { timeout: 120_000, interval: 50 }).toBe(true);
  }

  end(): Promise<unknown> {
    return Promise.all(this.hands);
  }

  stop(): void {
    this.going = false;
  }
}

/** Full until enough were turned away, by a disk that stays full whatever the server gives back; answers how long the way back took. */
async function troubled(machine: SmallMachine, senders: Senders, begin: () => Promise<void>): Promise<{ refused: number; back: number }> {
  const before = senders.refused;
  machine.fill();
  await begin();
  await expect.poll(() => (machine.fill(), senders.refused - before), { timeout: 60_000, interval: 50 }).toBeGreaterThanOrEqual(REFUSED);
  machine.makeRoom();
  const room = Date.now();
  await expect.poll(() => senders.served > room, { timeout: 60_000, interval: 50 }).toBe(true);
  return { refused: senders.refused - before, back: senders.served - room };
}

scoreRow(
  {
    row: 'R42',
    what: 'the disk full: first for the tables, then for the log, under webhooks',
    target: 'never a 2xx without commit; 503 with its code meanwhile; served again within 10 s, or when the server is started again',
    short: { webhooks: 600 },
    full: { webhooks: atVolume(6_000, 600) },
    faults: ['webhooks', 'told of a full disk', 'answers checked', 'server fell', 'told while it lay'],
  },
  async ({ volume, seed, met }) => {
    if (!SmallMachine.isPossible()) return;
    const made = campaign({ seed, accounts: Math.max(8, Math.round(volume.webhooks / 40)), webhooks: volume.webhooks, repeated: 0 });
    const machine = new SmallMachine();
    let senders: Senders | null = null;
    try {
      await machine.start();
      const rows: DayFlow['rows'] = async <T>(sql: string, ...values: unknown[]) => (await machine.sql.query(sql, values)).rows as T[];
      const flow: DayFlow = { rows, send: (message, options = {}) => post(machine.base, message, options) };
      const connectionId = await connect(machine, GRACE_SECONDS, 1_000_000);
      const challenge = await sellChallenge(machine);
      for (const login of made.histories.keys()) await openAccount(machine, connectionId, challenge, login);
      const sending = new Senders(flow, [...made.deliveries]);
      senders = sending;
      let checked = 0;
      const allThere = async (): Promise<void> => {
        const told = sending.answered.slice(checked);
        expect(await whatIsMissing(flow, told)).toEqual([]);
        checked += told.length;
        met('answers checked', told.length);
      };
      await sending.taken(volume.webhooks / 10);
      const tables = await troubled(machine, sending, () => Promise.resolve());
      met('told of a full disk', tables.refused);
      await allThere();
      expect(tables.back).toBeLessThan(10_000);
      await sending.taken(volume.webhooks / 10);
      const log = await troubled(machine, sending, async () => {
        await machine.useUpTheLog();
        met('server fell');
      });
      met('told while it lay', log.refused);
      await allThere();
      await sending.end();
      met('webhooks', sending.answered.length);
      expect(sending.strange).toEqual([]);
      await allThere();
      await rows(
        `select graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) from graphile_worker.jobs where task_identifier = 'settle-message'`,
      );
      await expect.poll(() => countOf(flow, `public.inbox where state <> 'settled'`), { timeout: 120_000 }).toBe(0);
      await letGracePass(flow);
      expect(await canonical(flow)).toEqual([...made.histories].map(([login, history]) => expectedAccount(login, history)));
      expect(await countOf(flow, 'public.inbox')).toBe(made.deliveries.length);
      expect(await countOf(flow, `public.payouts where state = 'sending'`)).toBe(0);
      expect(await rows('select invariant, subject, detail from private.check_all()')).toEqual([]);
    } finally {
      senders?.stop();
      await machine.close();
    }
  },
);
