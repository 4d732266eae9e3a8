// R34: a new version of the rules in the middle of accounts' lives. What the preview says of a draft is what live judging under it finds,
// whatever the order of delivery; and moving an account changes no day that was closed and no verdict that had been found.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { whatIf } from '@/lib/challenges/what-if';
import { cents } from '@/lib/money';
import { compareKeys, EVENT_CLASS, orderKey } from '@/lib/rules/order';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { foldAccount } from '@/lib/trades/account-fold';
import { brokerEvents } from '../properties/fold-of';
import { deliveries, lives, toldOnly, type Delivery, type Life } from '../properties/lives';
import { Office } from '../properties/office';
import type { Book } from '../properties/rule-books';
import { eventKey } from '@/lib/trades/event-key';
import { atVolume, scoreRow } from './row';

/** The same rules, the limits half as wide or twice. */
function nextVersion({ document, ...book }: Book, isTighter: boolean): Book {
  const turned = JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key !== 'pct') return value;
    const tenths = Math.round(Number(value) * 10_000 * (isTighter ? 0.5 : 1.9));
    return `0.${String(Math.min(9_999, Math.max(1, tenths))).padStart(4, '0')}`;
  }) as Record<string, unknown>;
  const next = { ...turned, version: Number(document.version) + 1 };
  const compiled = compileRuleSet(next);
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return { ...book, document: next, ruleSet: compiled.value };
}

function storedEvents(life: Life): StoredEvent[] {
  return brokerEvents(life).map((event) => {
    const { kind, external_id, occurred_at } = event;
    return { kind, external_id, order_key: eventKey(event), occurred_at, data: event, booked_cents: null, net_cents: null };
  });
}

type Held = { rule: string; instance: number; subject: string; outcome: string; breached_at: string };
function heldLive(life: Life, book: Book, order: readonly Delivery[]): Held[] {
  const office = new Office({ ...life, book }, {});
  for (const delivery of order) office.take(delivery);
  return office.held('');
}

const nameOf = (one: { rule: string; instance: number; subject: string }) => `${one.rule}#${one.instance} ${one.subject}`;

function account(life: Life, events: StoredEvent[]): LoadedAccount {
  const opened = { activated_at: life.activated_at, initial_balance_cents: cents(Number(life.book.initial)), rule_set_id: 'new' };
  return { ...opened, facts: null, checkpoint: null, reversed: [], violations: [], events, late: false } as unknown as LoadedAccount;
}

scoreRow(
  {
    row: 'R34',
    what: 'a new rule version in mid-life: preview against live judging, and the move itself',
    target: '0 closed days changed; preview = live 100 %',
    short: { accounts: 60 },
    full: { accounts: atVolume(2_000) },
    faults: ['accounts', 'differing previews', 'equal previews', 'moves', 'closed days', 'verdicts before the move'],
  },
  ({ volume, seed, met }) => {
    const drawn = lives(24, 4)
      .map(toldOnly)
      .chain((life) => fc.tuple(fc.constant(life), deliveries(life), fc.boolean(), fc.nat(23)));
    const check = fc.property(drawn, ([life, order, isTighter, place]) => {
      const next = nextVersion(life.book, isTighter);
      const events = storedEvents(life);
      met('accounts');
      const history = { activated_at: life.activated_at, initial_balance_cents: cents(Number(life.book.initial)), events };
      const preview = whatIf(history, life.book.ruleSet, next.ruleSet);
      met(preview.length > 0 ? 'differing previews' : 'equal previews');
      const [mine, theirs] = [heldLive(life, life.book, order), heldLive(life, next, order)];
      const breaches = (held: Held[]) =>
        new Set(held.filter(({ outcome }) => outcome === 'breach').map((one) => `${one.breached_at} ${nameOf(one)}`));
      const [before, after] = [breaches(mine), breaches(theirs)];
      const instants = (kind: string) => preview.filter((one) => one.at !== null && one.kind === kind);
      const names = (kind: string) => new Set(instants(kind).map((one) => `${one.at} ${nameOf(one)}`));
      // Found at two events of one millisecond, a verdict is one and the same row; the preview tells both its deals.
      const both = new Set([...names('new')].filter((name) => names('gone').has(name)));
      const told = (kind: string) =>
        instants(kind).filter((one) => !both.has(`${one.at} ${nameOf(one)}`) && !/unknown|payout_gate/.test(`${one.before} ${one.after}`));
      const instant = (at: number | null) => new Date(at ?? 0).toISOString().replace('.000Z', 'Z');
      for (const one of told('new'))
        expect(after.has(`${instant(one.at)} ${nameOf(one)}`) && !before.has(`${instant(one.at)} ${nameOf(one)}`)).toBe(true);
      for (const one of told('gone'))
        expect(before.has(`${instant(one.at)} ${nameOf(one)}`) && !after.has(`${instant(one.at)} ${nameOf(one)}`)).toBe(true);
      const named = new Set(preview.map((one) => `${instant(one.at)} ${nameOf(one)}`));
      for (const one of [...after].filter((name) => !before.has(name))) expect(named.has(one)).toBe(true);
      for (const one of [...before].filter((name) => !after.has(name))) expect(named.has(one)).toBe(true);
      move(life, next, events, place, met);
    });
    fc.assert(check, { seed, numRuns: volume.accounts });
  },
);

/** Moves the account after one of its events, and holds what was judged until then against the account that was never moved. */
function move(life: Life, next: Book, events: StoredEvent[], place: number, met: (fault: string, by?: number) => void): void {
  const last = events[place % events.length];
  if (!last) return;
  const at = Date.parse(last.occurred_at) + 1;
  const key = orderKey(BigInt(at) * 1000n, EVENT_CLASS.migration, 'm');
  const data = { from_rule_set_id: 'old', to_rule_set_id: 'new', from_rules: life.book.document };
  const moved: StoredEvent = {
    kind: 'migration',
    external_id: 'm',
    order_key: key,
    occurred_at: new Date(at).toISOString(),
    data,
    booked_cents: null,
    net_cents: null,
  };
  const alone = foldAccount(account(life, events), [], life.book.ruleSet);
  const both = [...events, moved].sort((a, b) => compareKeys(a.order_key, b.order_key));
  const split = foldAccount(account(life, both), [], next.ruleSet);
  const closed = (one: typeof alone) => one.steps.flatMap((step) => step.days).filter((day) => day.ends_at <= at);
  const found = (one: typeof alone) =>
    one.steps.flatMap((step) => step.raised).filter((verdict) => compareKeys(verdict.raised_key, key) < 0);
  const judged = (one: typeof alone) => found(one).filter(({ breached_at }) => breached_at <= at);
  expect(closed(split)).toEqual(closed(alone));
  expect(judged(split)).toEqual(judged(alone));
  met('moves');
  met('closed days', closed(alone).length);
  met('verdicts before the move', judged(alone).length);
}
