// Judging and recording of a message that is already safe in the inbox: right after it was stored, or later by the job that finds it unfinished.
import { setTimeout as sleep } from 'node:timers/promises';
import { settleAccesses } from '@/lib/abuse/access-settle';
import { DatabaseTrouble, isDataCode, isRefusedData } from '@/lib/db/call';
import { loadAssessment, parkMessage, readInbox, recordAssessment } from '@/lib/db/ingest';
import type { InboxMessage, Loaded, Settlement, TellTrade } from '@/lib/db/ingest';
import { marketAt } from '@/lib/db/market';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import type { ToldTrade } from '@/lib/engine/check-result';
import type { MarketData } from '@/lib/rules/market';
import { sizedRules } from '@/lib/rules/sized';
import type { RuleSet } from '@/lib/rules/types';
import type { Told } from '@/lib/trades/admit';
import { answerOf, type Answer, type EventResult } from '@/lib/trades/answer';
import type { AccountRecord } from '@/lib/trades/account-record';
import { inTurn } from '@/lib/trades/account-turns';
import { judgeAccount } from '@/lib/trades/judge-account';
import { earliestNeed, marketNeed } from '@/lib/trades/market-need';
import type { AccountRef } from '@/lib/trades/event';
import { halves, inOrder, loadSpecOf, matched, partsOf, type AccountPart, type MessageParts } from '@/lib/trades/message-parts';
import { parseMessage } from '@/lib/trades/sources/any-wire';

export interface StoredMessage {
  inbox_id: string;
  /** Who sent it: only accounts of this source hear it. */
  connection_id: string;
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
  const parsed = parseMessage(Buffer.from(row.body, 'utf8'), null);
  if (!parsed.ok) throw new Error(`Message ${inboxId} was stored as readable and is not.`);
  const parts = partsOf(parsed.events);
  const received_at = row.received_at;
  const { connection_id, webhook_id: message_id, auth } = row;
  const message = { inbox_id: row.id, connection_id, message_id, auth, received_at, parts };
  const loaded = await loadAssessment(parts.parts.map(loadSpecOf));
  const { complete } = await settleStored(message, loaded, now);
  if (!complete) throw new Error(`Message ${inboxId} could not be recorded yet.`);
}

/** Judges every account of a stored message and records them in one call, when it is this message's turn on each of them. */
export async function settleStored(message: StoredMessage, loaded: Loaded, now: Date, tell?: TellTrade): Promise<Settled> {
  const results = new Map(message.parts.problems);
  const work: Work = { message, now, results, waits: [], tell };
  const known = split(work, message.parts.parts, loaded);
  work.waits.push(...(await settleAccesses(message, results)));
  return inTurn(
    known.map(({ account }) => account.account_id),
    async (waited) => writeAll(work, waited ? await reload(work, known) : known),
  );
}

async function writeAll(work: Work, known: Pending[]): Promise<Settled> {
  const { message, results, waits } = work;
  const { left, wrote, told } = await writeOrCut(work, known);
  for (const { part } of left) mark(results, part, 'settling');
  const answer = answerOf(message.message_id, inOrder(results, message.parts.count));
  if (left.length > 0) return { answer, complete: false };
  if (!wrote) await parkMessage(message.inbox_id, waits.length > 0 ? 'parked' : 'settled', stored(answer), null, waits);
  return { answer, complete: true, ...(told ? { told } : {}) };
}

interface Written {
  /** What could not be written now: stale, locked, or caught in a deadlock. */
  left: Pending[];
  /** What the database refused, and would refuse again. */
  refused: Pending[];
  /** The message itself was settled with what was written. */
  wrote: boolean;
  told?: ToldTrade | undefined;
}

async function writeOrCut(work: Work, known: Pending[]): Promise<Omit<Written, 'refused'>> {
  try {
    const { refused, left, ...written } = await writeTogether(work, known, true);
    return { ...written, left: [...left, ...(await writeApart(work, partsIn(refused)))] };
  } catch (error) {
    if (!isPoison(error)) throw error;
    return { left: await writeApart(work, partsIn(known)), wrote: false };
  }
}

/** Accounts that were written by somebody else in between are loaded and judged again, a bounded number of times. */
async function writeTogether(work: Work, known: Pending[], settling: boolean): Promise<Written> {
  const { message, results, waits } = work;
  const refused: Pending[] = [];
  let pending = known;
  let wrote = false;
  let told: ToldTrade | undefined;
  const started = Date.now();
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const records = await judgeAll(pending, message, results);
    if (records?.length === 0) return { left: [], refused, wrote, told };
    if (records !== null) {
      const accounts = records.map((one) => one.account_id);
      const answer = () => stored(answerOf(message.message_id, inOrder(results, message.parts.count)));
      const settles = settling && waits.length + refused.length === 0 ? [{ inbox_id: message.inbox_id, answer: answer(), accounts }] : [];
      const recorded = await recordOnce(records, settles, work);
      ({ told } = recorded);
      refused.push(...pending.filter(({ account }) => recorded.refused.has(account.account_id)));
      wrote = settles.length > 0 && recorded.left.size + refused.length === 0;
      pending = pending.filter(({ account }) => recorded.left.has(account.account_id));
    }
    if (pending.length === 0 || attempt === MAX_ATTEMPTS || Date.now() - started > PATIENCE_MS) break;
    await sleep(10 + Math.random() * 40 * attempt);
    pending = await reload(work, pending);
  }
  return { left: pending, refused, wrote, told };
}

/**
 * One event that cannot be judged or written takes nothing else of its message with it: accounts are written one by one, and those of an
 * account that will not go are halved until the one that stands in the way is found. It is kept aside, and a person sees it.
 */
async function writeApart(work: Work, parts: AccountPart[]): Promise<Pending[]> {
  const left: Pending[] = [];
  for (const part of parts) {
    const tried = await writeAlone(work, part);
    if (tried !== null) left.push(...tried);
    else if (part.placed.length > 1) left.push(...(await writeApart(work, halves(part))));
    else for (const { index, draft } of part.placed) work.results.set(index, keptAside(draft.data.external_id));
  }
  return left;
}

/** What could not be written now, or null where it can never be. */
async function writeAlone(work: Work, part: AccountPart): Promise<Pending[] | null> {
  try {
    const { left, refused } = await writeTogether(work, await find(work, [part]), false);
    return refused.length === 0 ? left : null;
  } catch (error) {
    if (!isPoison(error)) throw error;
    if (part.placed.length === 1) console.error(`An event of message ${work.message.inbox_id} cannot be judged.`, error);
    return null;
  }
}

const partsIn = (pending: Pending[]): AccountPart[] => pending.map(({ part }) => part);
/** Numbers no exact sum can hold, or data the database refuses and would refuse again. */
const isPoison = (error: unknown): boolean => error instanceof RangeError || isRefusedData(error);
const keptAside = (external_id: string): EventResult => ({ external_id, outcome: 'quarantined', code: 'not-recordable' });

interface Work {
  message: StoredMessage;
  now: Date;
  results: Map<number, EventResult>;
  /** What of it is about accounts that nobody knows yet, or that another source feeds. */
  waits: AccountRef[];
  tell: TellTrade | undefined;
}
type Pending = { part: AccountPart; account: Loaded['accounts'][number]; market_version: number };

/** An account hears its own source only; what another says of it waits, as if nobody knew the account, until it is moved there. */
function split(work: Work, parts: AccountPart[], loaded: Loaded): Pending[] {
  const { connection_id } = work.message;
  return matched(parts, loaded.accounts).flatMap(({ part, account }) => {
    if (account?.connection_id === connection_id) return [{ part, account, market_version: loaded.market_version }];
    mark(work.results, part, 'unknown-account');
    work.waits.push(part.ref);
    return [];
  });
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
    const judged = judgeAccount(account, toldBy(message, part), sizedRules(ruleSet, account.initial_balance_cents), market);
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

interface Recording {
  /** Ids of the accounts that were not written, but may be. */
  left: Set<string>;
  /** Ids of those that cannot be. */
  refused: Set<string>;
  told?: ToldTrade | undefined;
}

async function recordOnce(records: AccountRecord[], settles: Settlement[], { now, tell }: Work): Promise<Recording> {
  try {
    const { accounts, told } = await recordAssessment(now.toISOString(), records, settles, tell);
    const [refused, left] = [new Set<string>(), new Set<string>()];
    for (const { account_id, outcome, code } of accounts)
      if (outcome !== 'recorded') (outcome === 'failed' && isDataCode(code) ? refused : left).add(account_id);
    if (refused.size > 0) console.error('What was judged cannot be recorded.', accounts);
    return { left, refused, told };
  } catch (error) {
    if (!(error instanceof DatabaseTrouble && RETRIABLE.has(error.code))) throw error;
    return { left: new Set(records.map((one) => one.account_id)), refused: new Set() };
  }
}

const reload = (work: Work, pending: Pending[]): Promise<Pending[]> => find(work, partsIn(pending));

async function find(work: Work, parts: AccountPart[]): Promise<Pending[]> {
  return split(work, parts, await loadAssessment(parts.map(loadSpecOf)));
}

function mark(results: Map<number, EventResult>, part: AccountPart, code: 'unknown-account' | 'settling'): void {
  for (const { index, draft } of part.placed) results.set(index, { external_id: draft.data.external_id, outcome: 'parked', code });
}

function stored({ status, body }: Answer) {
  return { status, body };
}
