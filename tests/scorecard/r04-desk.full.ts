// R4: many hands on the same few accounts at once. Trades, requests, approvals, refusals, blocks, sends and resyncs, drawn from a seed, on
// thirty-two connections: nobody may ever be answered with a deadlock, no invariant may break, and what a message could not write in time
// its job writes. tests/payouts/races holds the short form of each pair; this is all of them together.
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { tokenClient } from '@/lib/db/clients';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { releasePayout, settleHeldPayout, weighPayouts } from '@/lib/payouts/settle';
import { pullFeed } from '@/lib/trades/pull-receive';
import { receiveMessage } from '@/lib/trades/receive';
import { drawing } from '../flow/campaign';
import { approve, ask, publishPolicy } from '../payouts/desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from '../payouts/funded';
import { startProvider, type ProviderServer } from '../payouts/provider-server';
import { ListeningPlatform } from '../platform/listening-platform';
import { batch, trade } from '../trades/wire-samples';
import { atVolume, scoreRow } from './row';

const HANDS = 32;
type Met = (fault: string, by?: number) => void;
/** What a person or a job may be told instead of being served: somebody else was there first, or the rules say no. */
const DESIGNED =
  /stale|try-again|not-open|already|illegal|not-found|payout-open|not-decided|needs-|expired|not-allowed|changed|moved|busy|not-funded|withdrawable/;
/** Deeds of jobs: after five tries they throw, and their job comes again. */
const JOBS = ['send', 'check', 'release', 'settle held', 'weigh', 'resync'];

class Desk {
  readonly strange = new Map<string, number>();
  readonly sent = new Map<string, number>();
  private readonly draw: (below: number) => number;

  constructor(
    private readonly firm: Funded,
    private readonly accounts: FundedAccount[],
    private readonly bank: ProviderServer,
    private readonly platform: ListeningPlatform,
    private readonly risk: ReturnType<typeof tokenClient>,
    seed: number,
    private readonly met: Met,
  ) {
    this.draw = drawing(seed);
  }

  private one<T>(list: readonly T[]): T {
    return list[this.draw(list.length)] as T;
  }

  private async payout(...states: string[]): Promise<string | null> {
    const rows = await this.firm.flow.rows<{ id: string }>('select id from public.payouts where state = any ($1) limit 20', states);
    return rows.length === 0 ? null : this.one(rows).id;
  }

  private async version(account: FundedAccount): Promise<{ status: string; version: string }> {
    const [row] = await this.firm.flow.rows<{ status: string; version: string }>(
      'select status, version from public.accounts where id = $1',
      account.id,
    );
    return row as { status: string; version: string };
  }

  /** One message of one to three accounts, in any order of time. */
  private async trade(): Promise<string> {
    const events = Array.from({ length: 1 + this.draw(3) }, () => {
      const { login } = this.one(this.accounts);
      const at = new Date(Date.parse('2026-11-18T10:00:00.000Z') + this.draw(100_000_000)).toISOString();
      this.sent.set(login, (this.sent.get(login) ?? 0) + 1);
      const amount = `${this.draw(2) === 0 ? '-' : ''}${this.draw(400)}.${String(this.draw(100)).padStart(2, '0')}`;
      return trade(randomUUID(), amount, at, { account: { platform: 'mt5', server: 'Example-Live', login } });
    });
    const message = events.length === 1 ? events[0] : batch(...events);
    const body = Buffer.from(JSON.stringify({ ...message, timestamp: new Date().toISOString() }));
    const id = randomUUID();
    this.platform.messages.push({ id, body: body.toString() });
    const connection = { id: this.firm.flow.connectionId };
    const answer = await receiveMessage({ connection, webhookId: id, headers: {}, body, auth: 'signature', now: new Date() });
    if (answer.body.includes('"settling"')) this.met('retries exhausted');
    return answer.status === 200 ? 'ok' : answer.body;
  }

  private async block(): Promise<string> {
    const account = this.one(this.accounts);
    const { status, version } = await this.version(account);
    const p_status = status === 'blocked' ? 'live' : 'blocked';
    const { error } = await this.risk.rpc('transition_account', {
      p_id: account.id,
      p_version: Number(version),
      p_status,
      p_reason: 'Drawn.',
    });
    return error?.message ?? 'ok';
  }

  private async onPayout(states: string[], work: (id: string) => Promise<unknown>): Promise<string> {
    const id = await this.payout(...states);
    if (id === null) return 'nothing';
    return String((await work(id)) ?? 'ok');
  }

  private async reject(id: string): Promise<string> {
    const [row] = await this.firm.flow.rows<{ version: string }>('select version from public.payouts where id = $1', id);
    const answer = await this.firm.staff.cay!.client.rpc('reject_payout', {
      p_id: id,
      p_version: Number(row?.version),
      p_reason: 'Drawn.',
    });
    return answer.error?.message ?? 'ok';
  }

  private deeds: [name: string, weight: number, deed: () => Promise<string>][] = [
    ['trade', 40, () => this.trade()],
    [
      'ask',
      12,
      async () => ((answer) => (answer.ok ? 'ok' : answer.refusal.code))(await ask(this.one(this.accounts), 10_000 + this.draw(300_000))),
    ],
    ['approve', 12, () => this.onPayout(['requested', 'held'], (id) => approve(this.firm, id, this.one(['ada', 'ben'])))],
    ['reject', 3, () => this.onPayout(['requested', 'held', 'approved'], (id) => this.reject(id))],
    [
      'send',
      10,
      () =>
        this.onPayout(['approved'], (id) =>
          sendPayout(
            id,
            () => new Date(),
            () => this.bank.provider,
          ),
        ),
    ],
    [
      'check',
      6,
      () =>
        this.onPayout(['sent', 'unknown', 'sending'], (id) =>
          checkPayout(
            id,
            () => new Date(),
            () => this.bank.provider,
          ),
        ),
    ],
    ['release', 5, () => this.onPayout(['requested'], (id) => releasePayout(id, new Date()))],
    ['settle held', 5, () => this.onPayout(['held'], (id) => settleHeldPayout(id, new Date()))],
    ['weigh', 3, async () => String(await weighPayouts(this.one(this.accounts).id, new Date()).then(() => 'ok'))],
    ['block', 3, () => this.block()],
    ['resync', 1, async () => (await pullFeed(this.firm.flow.connectionId, this.one(this.accounts).id, new Date()), 'ok')],
  ];

  private drawn(): [string, () => Promise<string>] {
    let place = this.draw(100);
    for (const [name, weight, deed] of this.deeds) {
      if (place < weight) return [name, deed];
      place -= weight;
    }
    return ['trade', () => this.trade()];
  }

  async act(): Promise<void> {
    const [name, deed] = this.drawn();
    const said = await deed().catch((error: unknown) => `thrown ${error instanceof Error ? error.message : String(error)}`);
    this.met(name);
    const isPlain = /^(ok|nothing|requested|approved|held|sent|paid|failed|unknown|not-held|person|cancelled|returned|sending)$/.test(said);
    if (isPlain || (DESIGNED.test(said) && !said.startsWith('thrown'))) return;
    if (JOBS.includes(name) && /^thrown .*(stale|lock timeout)/.test(said)) return this.met('jobs that come again');
    const words = `${name}: ${said.slice(0, 160)}`;
    this.strange.set(words, (this.strange.get(words) ?? 0) + 1);
  }
}

/** All but what only a running worker can keep. */
const broken = ({ flow }: Funded) =>
  flow.rows(
    `select invariant, subject, detail from private.check_all() where invariant not in ('no mail is overdue', 'no job is overdue')`,
  );

scoreRow(
  {
    row: 'R4',
    what: 'random deeds of many hands on twenty hot accounts',
    target: '0 deadlocks reaching a caller, 0 invariant breaks; stale and exhausted retries settled',
    short: { deeds: 400 },
    full: { deeds: atVolume(200_000, 400) },
    faults: ['trade', 'ask', 'approve', 'reject', 'send', 'block', 'resync', 'weigh', 'records beyond the first', 'transfers'],
  },
  async ({ volume, seed, met, counts }) => {
    const firm = await startFunded();
    // The embedded API prints every refusal of the database; here they are the point.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const bank = await startProvider(5_000);
    const platform = new ListeningPlatform();
    try {
      await firm.flow.stack.admin.query(`alter system set track_functions = 'pl'`);
      await firm.flow.stack.admin.query('select pg_reload_conf()');
      await publishPolicy(firm);
      await firm.flow.rows('update public.connections set resync_url = $1', await platform.listen());
      const person = await firm.flow.stack.signUp('risk@r4.test');
      await firm.flow.rows(`insert into public.staff (id, email, full_name, role) values ($1, 'risk@r4.test', 'R', 'risk')`, person.id);
      const accounts: FundedAccount[] = [];
      while (accounts.length < 20) accounts.push(await openFunded(firm));
      const desk = new Desk(firm, accounts, bank, platform, tokenClient(person.accessToken), seed, met);
      let left = volume.deeds;
      const round = Math.max(200, Math.floor(volume.deeds / 20));
      while (left > 0) {
        let due = Math.min(round, left);
        left -= due;
        const hand = async (): Promise<void> => {
          while (due > 0) {
            due -= 1;
            await desk.act();
          }
        };
        await Promise.all(Array.from({ length: HANDS }, hand));
        expect(await broken(firm)).toEqual([]);
        // What was pulled once need not be pulled a thousand times.
        platform.messages.splice(0, Math.max(0, platform.messages.length - 200));
      }
      const [called] = await firm.flow.rows<{ calls: string }>(
        `select sum(calls)::text as calls from pg_stat_user_functions where funcname = 'record_assessment'`,
      );
      met('records beyond the first', Math.max(0, Number(called?.calls) - (counts.trade ?? 0) - 20));
      await firm.flow.stack.startWorker();
      await expect
        .poll(async () => (await firm.flow.rows(`select 1 from public.inbox where state = 'received'`)).length, { timeout: 60_000 })
        .toBe(0);
      for (const { login, id } of accounts) {
        const [found] = await firm.flow.rows<{ n: number }>(
          'select count(*)::int as n from public.trades where account_id = $1 and reverses_id is null',
          id,
        );
        expect([login, found?.n]).toEqual([login, 1 + (desk.sent.get(login) ?? 0)]);
      }
      expect(new Set(bank.ledger.map(({ key }) => key)).size).toBe(bank.ledger.length);
      met('transfers', bank.ledger.length);
      expect(await broken(firm)).toEqual([]);
      expect([...desk.strange].sort((a, b) => b[1] - a[1])).toEqual([]);
    } finally {
      await platform.close();
      await bank.close();
      await firm.flow.close();
    }
  },
);
