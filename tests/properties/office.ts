// What the database would remember of one account, kept in memory: message after message is delivered to it as the door delivers, with
// the facts, the checkpoints, the late refolds and the effects that follow the verdicts.
import type { LoadedAccount, StoredEvent, StoredViolation } from '@/lib/accounts/loaded';
import type { ViolationRow } from '@/lib/accounts/verdict-row';
import { cents } from '@/lib/money';
import { compareKeys } from '@/lib/rules/order';
import type { Facts } from '@/lib/rules/types';
import type { AccountRecord } from '@/lib/trades/account-record';
import { judgeNow } from '@/lib/engine/judge-now';
import { eventKey } from '@/lib/trades/event-key';
import { judgeAccount } from '@/lib/trades/judge-account';
import type { Delivery, Life } from './lives';
import type { Counts } from './replay';
import { count } from './replay';

const NOW = '2027-06-01T00:00:00.000Z';
type Kept = StoredEvent & { sha: string; outcome: LoadedAccount['known'][number]['outcome'] };
type Shared = 'drop_checkpoints_after' | 'checkpoints' | 'days' | 'violations' | 'withdrawn' | 'restated';
type Held = ViolationRow & { id: string; state: 'provisional' | 'confirmed' | 'withdrawn' };

export const eventName = (kind: string, id: string): string => `${kind} ${id}`;

export class Office {
  private facts: LoadedAccount['facts'] = null;
  private version = 1;
  private lastKey: string | null = null;
  private readonly events = new Map<string, Kept>();
  private checkpoints: AccountRecord['checkpoints'] = [];
  private readonly verdicts = new Map<string, Held>();
  private readonly days = new Map<string, AccountRecord['days'][number]>();
  readonly results = new Map<string, string>();

  constructor(
    private readonly life: Pick<Life, 'book' | 'activated_at'>,
    private readonly counts: Counts,
  ) {}

  take(delivery: Delivery): void {
    if ('booked' in delivery) this.book(delivery.booked);
    else this.deliver(delivery.told);
  }

  private deliver(placed: { index: number; draft: Life['told'][number]['draft'] }[]): void {
    const keys = placed.map(({ draft }) =>
      eventKey({ kind: draft.kind, external_id: draft.data.external_id, occurred_at: draft.occurred_at }),
    );
    const loaded = this.loaded(keys.reduce((least, key) => (compareKeys(key, least) < 0 ? key : least)));
    const told = { placed, inbox_id: null, message_id: 'm', source: 'webhook' as const, received_at: NOW };
    const { record, results } = judgeAccount(loaded, told, this.life.book.ruleSet);
    for (const { draft, index } of placed) {
      const { outcome, code } = (results.get(index) ?? {}) as { outcome?: string; code?: string };
      if (outcome === 'duplicate') count(this.counts, 'duplicates');
      else this.results.set(eventName(draft.kind, draft.data.external_id), code ?? outcome ?? 'nothing');
    }
    if (!record) return;
    if (loaded.late) count(this.counts, 'late');
    if (loaded.checkpoint) count(this.counts, 'from a checkpoint');
    this.keep(record);
  }

  /** The office's own events are written by SQL, which asks for a refold by taking the facts away. */
  private book(event: StoredEvent): void {
    count(this.counts, event.kind);
    this.events.set(eventName(event.kind, event.external_id), { ...event, sha: event.external_id, outcome: null });
    this.facts = null;
    this.version += 1;
    this.judgeAgain();
  }

  /** The batch finds an account without facts and folds it anew. */
  private judgeAgain(): void {
    const account = { ...this.loaded(''), facts_version: 1, judged_day: null, violations: this.held('') };
    const { record } = judgeNow(account, this.life.book.ruleSet, 0);
    if (record) this.keep({ ...record, events: [] });
  }

  private sorted(after: string): Kept[] {
    return [...this.events.values()]
      .filter((one) => compareKeys(one.order_key, after) > 0)
      .sort((a, b) => compareKeys(a.order_key, b.order_key));
  }

  private loaded(firstKey: string): LoadedAccount {
    const late = this.lastKey !== null && compareKeys(firstKey, this.lastKey) < 0;
    const checkpoint =
      late && this.facts ? (this.checkpoints.filter((one) => compareKeys(one.order_key, firstKey) <= 0).at(-1) ?? null) : null;
    const after = checkpoint?.order_key ?? '';
    const { book, activated_at } = this.life;
    return {
      ...ACCOUNT,
      version: this.version,
      currency: book.currency,
      initial_balance_cents: cents(Number(book.initial)),
      activated_at,
      facts: this.facts,
      last_event_key: this.facts ? this.lastKey : null,
      known: [...this.events.values()].map(({ kind, external_id, sha, outcome }) => ({ kind, external_id, content_sha256: sha, outcome })),
      reversed: this.slices(),
      late,
      checkpoint: checkpoint === null ? null : (JSON.parse(JSON.stringify(checkpoint)) as typeof checkpoint),
      events: late || !this.facts ? this.sorted(after) : [],
      violations: late ? this.held(after) : [],
    };
  }

  /** Verdicts not withdrawn that were raised after a key. */
  held(after: string): StoredViolation[] {
    return [...this.verdicts.values()]
      .filter((one) => one.state !== 'withdrawn' && compareKeys(one.raised_key, after) > 0)
      .map((one) => ({ ...one, state: one.state as StoredViolation['state'] }));
  }

  private slices() {
    return [...this.events.values()]
      .filter((one) => one.kind === 'trade')
      .map(({ data }) => data as { external_id: string; booked_cents: never; net_cents: never })
      .map(({ external_id, booked_cents, net_cents }) => ({ external_id, booked_cents, net_cents }));
  }

  private keep(record: Pick<AccountRecord, 'events' | Shared> & { facts: Facts | null; last_event_key: string | null }): void {
    this.facts = JSON.parse(JSON.stringify(record.facts)) as LoadedAccount['facts'];
    this.lastKey = record.last_event_key;
    this.version += 1;
    for (const row of record.events) {
      const data = JSON.parse(JSON.stringify(row.data)) as unknown;
      const stored = { ...row, data, kind: row.kind as StoredEvent['kind'], booked_cents: null, net_cents: null, sha: row.content_sha256 };
      this.events.set(eventName(row.kind, row.external_id), stored);
    }
    const dropAfter = record.drop_checkpoints_after;
    if (dropAfter !== null) this.checkpoints = this.checkpoints.filter((one) => compareKeys(one.order_key, dropAfter) <= 0);
    for (const one of record.checkpoints)
      this.checkpoints = [...this.checkpoints.filter((known) => known.trading_day !== one.trading_day), one];
    this.checkpoints.sort((a, b) => compareKeys(a.order_key, b.order_key));
    for (const day of record.days) {
      const known = this.days.get(day.trading_day);
      const floors = Object.keys(day.floors).length === 0 ? (known?.floors ?? {}) : day.floors;
      this.days.set(day.trading_day, {
        ...day,
        floors,
        is_breached: day.is_breached || (dropAfter === null && known?.is_breached === true),
      });
    }
    this.settle(record);
  }

  /** As `record_violations`: first what no longer holds, then what holds still, then what is new; the first of one moment stands. */
  private settle(record: Pick<AccountRecord, Shared>): void {
    for (const id of record.withdrawn) {
      const one = this.verdicts.get(id);
      if (one) one.state = 'withdrawn';
      count(this.counts, 'withdrawn');
    }
    for (const row of record.restated) {
      const one = this.verdicts.get(momentOf(row));
      const mayChange = one?.state === 'provisional' || (one?.state === 'confirmed' && one.outcome !== 'breach');
      if (one && mayChange && one.outcome === row.outcome) Object.assign(one, row);
    }
    for (const row of [...record.violations].sort((a, b) => compareKeys(a.raised_key, b.raised_key))) {
      const id = momentOf(row);
      const known = this.verdicts.get(id);
      if (known && known.state !== 'withdrawn') continue;
      this.verdicts.set(id, { ...row, id, state: row.outcome === 'breach' ? 'provisional' : 'confirmed' });
    }
  }

  /** Where everything stands once all is said: facts, what is held against the account, its days. Equal for every order of arrival. */
  standing() {
    const verdicts = [...this.verdicts.values()].filter((one) => one.state !== 'withdrawn').sort((a, b) => (a.id < b.id ? -1 : 1));
    const days = [...this.days.values()].sort((a, b) => (a.trading_day < b.trading_day ? -1 : 1));
    return { facts: this.facts as unknown, verdicts, days };
  }
}

function momentOf(row: ViolationRow): string {
  return `${row.rule} ${row.instance} ${row.breached_at} ${row.subject}`;
}

const ACCOUNT = {
  account_id: 'a',
  platform: 'mt5',
  server: 'Example-Live',
  login: '85003439',
  connection_id: 'c',
  grace_seconds: 900,
  complete_through: null,
  status: 'active' as const,
  rule_set_id: 'r',
  profit_split_bps: 8000,
  trading_off_reason: null,
  trading_off_until: null,
  blocked_from: null,
  trader_id: 't',
};
