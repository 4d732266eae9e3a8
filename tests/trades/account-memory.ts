// What the database would remember of one account, kept in a test's hands so that it can deliver message after message.
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { cents } from '@/lib/money';
import { compareKeys } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSet } from '@/lib/rules/types';
import type { AccountRecord } from '@/lib/trades/account-record';
import type { EventResult } from '@/lib/trades/answer';
import type { Trade } from '@/lib/trades/event';
import { judgeAccount } from '@/lib/trades/judge-account';
import { inOrder, loadSpecOf, partsOf } from '@/lib/trades/message-parts';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { evaluationRules } from '../support/rule-documents';
import { batch, bytes, type WireEvent } from './wire-samples';

const NOW = '2026-11-18T18:00:00.000Z';

function ruleSet(): RuleSet {
  const found = compileRuleSet(evaluationRules('ftmo-style-2-step'));
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
const rules = ruleSet();

/** What the database would remember of one account, kept here so that a test can deliver message after message. */
export class Memory {
  facts: LoadedAccount['facts'] = null;
  version = 1;
  readonly events = new Map<string, StoredEvent & { sha: string; outcome: AccountRecord['events'][number]['outcome'] }>();
  checkpoints: AccountRecord['checkpoints'] = [];
  violations = new Map<string, LoadedAccount['violations'][number]>();

  constructor(private readonly change: Partial<LoadedAccount> = {}) {}

  deliver(...wire: WireEvent[]): { results: EventResult[]; record: AccountRecord | null } {
    const parsed = parseNeutral(bytes(batch(...wire)));
    if (!parsed.ok) throw new Error(parsed.message);
    const { parts, problems, count } = partsOf(parsed.events);
    const part = parts[0];
    if (!part) return { results: inOrder(problems, count), record: null };
    const told = { placed: part.placed, inbox_id: 'inbox', message_id: 'm', source: 'webhook' as const, received_at: NOW };
    const judged = judgeAccount(this.loaded(loadSpecOf(part).first_key ?? ''), told, rules);
    if (judged.record) this.keep(judged.record);
    return { results: inOrder(new Map([...problems, ...judged.results]), count), record: judged.record };
  }

  private loaded(firstKey: string): LoadedAccount {
    const late = this.facts !== null && compareKeys(firstKey, this.facts.last_key) < 0;
    const checkpoint = late ? (this.checkpoints.filter((one) => compareKeys(one.order_key, firstKey) <= 0).at(-1) ?? null) : null;
    const after = checkpoint?.order_key ?? '';
    const sorted = [...this.events.values()]
      .filter((one) => compareKeys(one.order_key, after) > 0)
      .sort((a, b) => compareKeys(a.order_key, b.order_key));
    return {
      account_id: 'a',
      platform: 'mt5',
      server: 'Example-Live',
      login: '85003439',
      connection_id: 'c',
      grace_seconds: 900,
      complete_through: null,
      status: 'active',
      version: this.version,
      rule_set_id: 'r',
      currency: 'USD',
      initial_balance_cents: cents(10_000_000),
      profit_split_bps: 8000,
      activated_at: '2026-11-10T00:00:00Z',
      trading_off_reason: null,
      trading_off_until: null,
      blocked_from: null,
      trader_id: 't',
      facts: this.facts,
      last_event_key: this.facts?.last_key ?? null,
      known: [...this.events.values()].map(({ kind, external_id, sha, outcome }) => ({ kind, external_id, content_sha256: sha, outcome })),
      reversed: this.slices(),
      late,
      checkpoint,
      events: late || !this.facts ? sorted : [],
      violations: late ? [...this.violations.values()].filter((one) => compareKeys(one.raised_key, after) > 0) : [],
      ...this.change,
    };
  }

  private slices() {
    const trades = [...this.events.values()].map((one) => one.data as Trade).filter((one) => one.kind === 'trade');
    return trades.map(({ external_id, booked_cents, net_cents }) => ({ external_id, booked_cents, net_cents }));
  }

  private keep(record: AccountRecord): void {
    this.facts = JSON.parse(JSON.stringify(record.facts)) as LoadedAccount['facts'];
    this.version += 1;
    for (const row of record.events) {
      const stored = { ...row, kind: row.kind as StoredEvent['kind'], booked_cents: null, net_cents: null, sha: row.content_sha256 };
      this.events.set(`${row.kind} ${row.external_id}`, stored);
    }
    const dropAfter = record.drop_checkpoints_after;
    if (dropAfter !== null) this.checkpoints = this.checkpoints.filter((one) => compareKeys(one.order_key, dropAfter) <= 0);
    this.checkpoints.push(...record.checkpoints);
    for (const id of record.withdrawn) this.violations.delete(id);
    for (const row of record.violations) {
      const id = `${row.rule} ${row.instance} ${row.breached_at} ${row.outcome}`;
      this.violations.set(id, { ...row, id, state: 'provisional' });
    }
  }
}
