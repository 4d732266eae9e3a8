// Judging and recording of a message that is already safe in the inbox: right after it was stored, or later by the job that finds it unfinished.
import { setTimeout as sleep } from 'node:timers/promises';
import { settleAccesses } from '@/lib/abuse/access-settle';
import { DatabaseTrouble } from '@/lib/db/call';
import { loadAssessment, parkMessage, readInbox, recordAssessment } from '@/lib/db/ingest';
import type { InboxMessage, Loaded, Settlement, TellTrade } from '@/lib/db/ingest';
import { marketAt } from '@/lib/db/market';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import type { ToldTrade } from '@/lib/engine/check-result';
import type { MarketData } from '@/lib/rules/market';
import type { RuleSet } from '@/lib/rules/types';
import { answerOf, type Answer, type EventResult } from '@/lib/trades/answer';
import type { AccountRecord } from '@/lib/trades/account-record';
import { inTurn } from '@/lib/trades/account-turns';
import { judgeAccount, type Told } from '@/lib/trades/judge-account';
import { earliestNeed, marketNeed } from '@/lib/trades/market-need';
import { inOrder, loadSpecOf, matched, partsOf, type AccountPart, type MessageParts } from '@/lib/trades/message-parts';
import { parseNeutral } from '@/lib/trades/sources/neutral';

export interface StoredMessage {
  inbox_id: string;
  message_id: string;
  auth: InboxMessage['auth'];
  /** When it reached us: clocks are compared with this, so a message settled a day later is judged the same. */
  received_at: string;
  parts: MessageParts;
}
export interface Settled {
  answer: Answer;
  /** False where an account could not be written now; the job tries again. */
  complete: boolean;
  /** What stands after the record, where it was asked for and something was recorded. */
  told?: ToldTrade;
}

const MAX_ATTEMPTS = 5;
/** A sender waits for the answer: after this the job goes on alone. */
const PATIENCE_MS = 6_000;
const RETRIABLE = new Set(['40001', '40P01', '55P03']);

/** The job `settle-message`: finishes what a crash, a lock or an unknown account left open. Throws to be tried again. */
export async function settleMessage(inboxId: string, now: Date): Promise<void> {
  const row = await readInbox(inboxId);
  if (!row || row.body === null || row.state === 'settled' || row.state === 'rejected') return;
  const parsed = parseNeutral(Buffer.from(row.body, 'utf8'));
  if (!parsed.ok) throw new Error(`Message ${inboxId} was stored as readable and is not.`);
  const parts = partsOf(parsed.events);
  const received_at = row.received_at;
  const message = { inbox_id: row.id, message_id: row.webhook_id, auth: row.auth, received_at, parts };
  const loaded = await loadAssessment(parts.parts.map(loadSpecOf));
  const { complete } = await settleStored(message, loaded, now);
  if (!complete) throw new Error(`Message ${inboxId} could not be recorded yet.`);
}

/** Judges every account of a stored message and records them in one call, when it is this message's turn on each of them. */
export async function settleStored(message: StoredMessage, loaded: Loaded, now: Date, tell?: TellTrade): Promise<Settled> {
  const { known, unknown } = split(message.parts.parts, loaded);
  const results = new Map(message.parts.problems);
  for (const part of unknown) mark(results, part, 'unknown-account');
  const strangers = await settleAccesses(message, results);
  const work: Work = { message, now, results, isWaiting: unknown.length > 0 || strangers > 0, tell };
  return inTurn(
    known.map(({ account }) => account.account_id),
    async (waited) => writeAll(work, waited ? await reload(known) : known),
  );
}

/** Accounts that were written by somebody else in between are loaded and judged again, a bounded number of times. */
async function writeAll(work: Work, known: Pending[]): Promise<Settled> {
  const { message, results, isWaiting } = work;
  const answer = () => answerOf(message.message_id, inOrder(results, message.parts.count));
  let pending = known;
  let wrote = false;
  let told: ToldTrade | undefined;
  const started = Date.now();
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const records = await judgeAll(pending, message, results);
    if (records?.length === 0) break;
    if (records !== null) {
      const accounts = records.map((one) => one.account_id);
      const settles = !isWaiting ? [{ inbox_id: message.inbox_id, answer: stored(answer()), accounts }] : [];
      const recorded = await recordOnce(records, settles, work);
      ({ told } = recorded);
      wrote = settles.length > 0 && recorded.left.size === 0;
      pending = pending.filter(({ account }) => recorded.left.has(account.account_id));
    }
    if (pending.length === 0) break;
    if (attempt === MAX_ATTEMPTS || Date.now() - started > PATIENCE_MS) {
      for (const { part } of pending) mark(results, part, 'settling');
      return { answer: answer(), complete: false };
    }
    await sleep(10 + Math.random() * 40 * attempt);
    pending = await reload(pending);
  }
  if (!wrote) await parkMessage(message.inbox_id, isWaiting ? 'parked' : 'settled', stored(answer()), null);
  return { answer: answer(), complete: true, ...(told ? { told } : {}) };
}

interface Work {
  message: StoredMessage;
  now: Date;
  results: Map<number, EventResult>;
  /** True where something of it is about an account nobody knows yet. */
  isWaiting: boolean;
  tell: TellTrade | undefined;
}
type Pending = { part: AccountPart; account: Loaded['accounts'][number]; market_version: number };

function split(parts: AccountPart[], loaded: Loaded): { known: Pending[]; unknown: AccountPart[] } {
  const known: Pending[] = [];
  const unknown: AccountPart[] = [];
  for (const { part, account } of matched(parts, loaded.accounts)) {
    if (account) known.push({ part, account, market_version: loaded.market_version });
    else unknown.push(part);
  }
  return { known, unknown };
}

/** Null where the market changed since the accounts were loaded: they are loaded and judged again. */
async function judgeAll(pending: Pending[], message: StoredMessage, results: Map<number, EventResult>): Promise<AccountRecord[] | null> {
  const ruleSets = await publishedRuleSets(pending.map(({ account }) => account.rule_set_id));
  const market = await marketOfAll(pending, ruleSets);
  if (market === null) return null;
  const records: AccountRecord[] = [];
  for (const { part, account } of pending) {
    const ruleSet = ruleSets.get(account.rule_set_id);
    if (!ruleSet) throw new Error(`No rule set for account ${account.account_id}.`);
    const judged = judgeAccount(account, toldBy(message, part), ruleSet, market);
    for (const [index, result] of judged.results) results.set(index, result);
    if (judged.record) records.push(judged.record);
  }
  return records;
}

/** All of a call are judged by one version; undefined where none of their rules reads the market. */
async function marketOfAll(pending: Pending[], ruleSets: Map<string, RuleSet>): Promise<MarketData | null | undefined> {
  const needs = pending.map(({ part, account }) => {
    const ruleSet = ruleSets.get(account.rule_set_id);
    return ruleSet ? marketNeed(account, ruleSet, part.placed) : null;
  });
  const since = earliestNeed(needs);
  const version = pending[0]?.market_version;
  return since === null || version === undefined ? undefined : marketAt(version, since);
}

function toldBy(message: StoredMessage, part: AccountPart): Told {
  const source = message.auth === 'import' ? 'csv' : message.auth === 'pull' ? 'api' : 'webhook';
  return { placed: part.placed, inbox_id: message.inbox_id, message_id: message.message_id, source, received_at: message.received_at };
}

interface Written {
  /** Ids of the accounts that were not written: stale, locked, or caught in a deadlock. */
  left: Set<string>;
  told?: ToldTrade | undefined;
}

async function recordOnce(records: AccountRecord[], settles: Settlement[], { now, tell }: Work): Promise<Written> {
  try {
    const { accounts, told } = await recordAssessment(now.toISOString(), records, settles, tell);
    return { left: new Set(accounts.filter((one) => one.outcome !== 'recorded').map((one) => one.account_id)), told };
  } catch (error) {
    if (error instanceof DatabaseTrouble && RETRIABLE.has(error.code)) return { left: new Set(records.map((one) => one.account_id)) };
    throw error;
  }
}

async function reload(pending: Pending[]): Promise<Pending[]> {
  const parts = pending.map(({ part }) => part);
  return split(parts, await loadAssessment(parts.map(loadSpecOf))).known;
}

function mark(results: Map<number, EventResult>, part: AccountPart, code: 'unknown-account' | 'settling'): void {
  for (const { index, draft } of part.placed) results.set(index, { external_id: draft.data.external_id, outcome: 'parked', code });
}

function stored({ status, body }: Answer) {
  return { status, body };
}
