// One trade, checked and recorded at once: stored raw, judged by the same core as a broker's message, written in the same transaction.
// It never answers "not breached" because something failed: whatever stands between a trade and its verdict is thrown as a refusal.
import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { loadAssessment, receiveInbox, tellTrade } from '@/lib/db/ingest';
import { rulesOfAccount } from '@/lib/db/rule-sets';
import { proveAsker } from '@/lib/engine/asker-gate';
import { checkResult, type RiskCheckResult, type ToldTrade } from '@/lib/engine/check-result';
import { Refused, refused } from '@/lib/engine/refused';
import { inputPath, readTrade, wireOf, type ReadTrade, type TradeInput } from '@/lib/engine/trade-input';
import type { EventResult, RecordedOutcome } from '@/lib/trades/answer';
import { eventKey } from '@/lib/trades/event-key';
import { partsOf } from '@/lib/trades/message-parts';
import { settleStored } from '@/lib/trades/settle';
import { parseNeutral } from '@/lib/trades/sources/neutral';

export type { RiskCheckResult, RuleFinding, RuleState } from '@/lib/engine/check-result';
export { Refused } from '@/lib/engine/refused';
export type { Num, TradeInput } from '@/lib/engine/trade-input';

const RUNNING = new Set(['active', 'live', 'blocked']);

export class RiskEngine {
  /** `asker` proves who asks (staff in risk or admin, or the firm's own key); the writing is done with the firm's key. */
  constructor(private readonly asker: SupabaseClient) {}

  /** Records the trade and answers its verdict; the same ticket again is answered as it was the first time. Throws `Refused`. */
  async checkTrade(input: TradeInput): Promise<RiskCheckResult> {
    const began = performance.now();
    try {
      // Reading may begin while the asker is being proven; nothing is answered or written before.
      const [, read] = await Promise.all([proveAsker(this.asker), settledRead(input)]);
      const { trade, loaded } = read();
      const now = new Date();
      const ruleSet = await rulesOfAccount(loaded.account);
      const { outcome, first, told } = await judge(trade, loaded, now);
      const latencyMs = Math.round((performance.now() - began) * 10) / 10;
      const { minor_digits: digits, version } = ruleSet.header;
      return checkResult({ ...told, outcome, first, digits, rule_set_version: version, latencyMs });
    } catch (error) {
      if (error instanceof Refused) throw error;
      const words = error instanceof Error ? error.message : String(error);
      throw refused('not-stored', `The trade was not judged: ${words}`);
    }
  }
}

/** What was read or why it could not be, for after the asker is proven: a stranger learns nothing of either. */
async function settledRead(input: TradeInput): Promise<() => { trade: ReadTrade; loaded: Found }> {
  try {
    const trade = readTrade(input);
    const loaded = await findAccount(trade);
    return () => ({ trade, loaded });
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

const keyOf = (trade: ReadTrade) => eventKey({ kind: 'trade', external_id: trade.ticket_number, occurred_at: trade.close_time });

interface Found {
  account: LoadedAccount;
  market_version: number;
}

async function findAccount(trade: ReadTrade): Promise<Found> {
  const keys: [string, string][] = [['trade', trade.ticket_number]];
  const { accounts, market_version } = await loadAssessment([
    { account_id: trade.challenge_id, first_key: keyOf(trade), keys, reverses: [] },
  ]);
  const account = accounts[0];
  if (!account || account.trader_id !== trade.user_id) throw refused('not-found', 'There is no such account of this trader.');
  if (!RUNNING.has(account.status) && account.known.length === 0) {
    throw refused('account-closed', `The account takes no trades any more: it is ${account.status}.`);
  }
  return { account, market_version };
}

interface Judged {
  outcome: RiskCheckResult['outcome'];
  first: RecordedOutcome;
  told: ToldTrade;
}

async function judge(trade: ReadTrade, { account, market_version }: Found, now: Date): Promise<Judged> {
  const body = wireOf(trade, account);
  const parsed = parseNeutral(Buffer.from(body, 'utf8'));
  if (!parsed.ok) throw refused('invalid', parsed.message, { path: inputPath(parsed.path) });
  const parts = partsOf(parsed.events);
  const problem = parts.problems.get(0);
  if (problem) throw unfit(problem);
  const digest = createHash('sha256').update(body).digest('hex');
  // The digest is part of the name: a trade that was refused for its form may be sent again, mended, under its own ticket.
  const messageId = `engine:${account.account_id}:${trade.ticket_number}:${digest.slice(0, 16)}`;
  const raw = { webhook_id: messageId, body, body_sha256: digest, headers: {}, auth: 'import' as const, bytes_valid_utf8: true };
  const received_at = now.toISOString();
  const received = await receiveInbox({ ...raw, connection_id: account.connection_id, now: received_at, rejected: null, accounts: [] });
  const { connection_id } = account;
  const message = { inbox_id: received.inbox_id, connection_id, message_id: messageId, auth: raw.auth, received_at, parts };
  const tell = { account_id: account.account_id, raised_key: keyOf(trade), position_id: trade.position_id ?? trade.ticket_number };
  const loaded = { accounts: [account], unknown: [], market_version };
  const settled = received.answer ? { answer: received.answer } : await settleStored(message, loaded, now, tell);
  const result = (JSON.parse(settled.answer.body) as { results: EventResult[] }).results[0];
  const first = result?.outcome === 'duplicate' ? result.first : result?.outcome === 'recorded' ? result : null;
  if (!first) throw result ? unfit(result) : new Error('the message was answered without a result');
  const outcome = received.answer || result?.outcome === 'duplicate' ? 'duplicate' : 'recorded';
  const told = ('told' in settled ? settled.told : undefined) ?? (await tellTrade(tell, received_at));
  return { outcome, first, told };
}

/** Why a trade that was read is not recorded. */
function unfit(result: EventResult): Refused {
  if (result.outcome === 'parked') return refused('stale', 'The account is being written by others; the trade is kept and will be judged.');
  const { code = 'unknown', path } = result as { code?: string; path?: string };
  if (code === 'content-conflict') {
    return refused('content-conflict', 'This ticket was recorded with other content; the first stands and a person looks.', {
      path: 'ticket_number',
    });
  }
  const field = inputPath(path);
  return refused('invalid', `${field === '' ? 'The trade' : field} is not acceptable: ${code}.`, { path: field, facts: { code } });
}
