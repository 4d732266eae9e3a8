// One trade, checked and recorded at once: stored raw, judged by the same core as a broker's message, written in the same transaction.
// It never answers "not breached" because something failed: whatever stands between a trade and its verdict is thrown as a refusal.
import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { serviceClient } from '@/lib/db/clients';
import { loadAssessment, receiveInbox } from '@/lib/db/ingest';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import { proveAsker } from '@/lib/engine/asker-gate';
import { checkResult, type RiskCheckResult, type Shares, type StoredFinding } from '@/lib/engine/check-result';
import { Refused, refused } from '@/lib/engine/refused';
import { inputPath, readTrade, wireOf, type ReadTrade, type TradeInput } from '@/lib/engine/trade-input';
import type { Facts, RuleSet, RuleState as JudgedState } from '@/lib/rules/types';
import type { EventResult, RecordedOutcome } from '@/lib/trades/answer';
import { eventKey } from '@/lib/trades/event-key';
import { partsOf } from '@/lib/trades/message-parts';
import { settleStored } from '@/lib/trades/settle';
import { parseNeutral } from '@/lib/trades/sources/neutral';

export type { RiskCheckResult, RuleFinding, RuleState } from '@/lib/engine/check-result';
export { Refused } from '@/lib/engine/refused';
export type { Num, TradeInput } from '@/lib/engine/trade-input';

const RUNNING = new Set(['active', 'live', 'blocked']);
const COLUMNS = 'rule, instance, subject, outcome, severity, measured_value, threshold_value, unit, breached_at, message, evidence';

export class RiskEngine {
  /** `asker` proves who asks (staff in risk or admin, or the firm's own key); the writing is done with the firm's key. */
  constructor(private readonly asker: SupabaseClient) {}

  /** Records the trade and answers its verdict; the same ticket again is answered as it was the first time. Throws `Refused`. */
  async checkTrade(input: TradeInput): Promise<RiskCheckResult> {
    const began = performance.now();
    try {
      await proveAsker(this.asker);
      const trade = readTrade(input);
      const now = new Date();
      const account = await findAccount(trade);
      const ruleSet = await rulesOf(account);
      const { outcome, first } = await judge(trade, account, now);
      const told = await tell(trade, account.account_id, now, first);
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

const keyOf = (trade: ReadTrade) => eventKey({ kind: 'trade', external_id: trade.ticket_number, occurred_at: trade.close_time });

async function findAccount(trade: ReadTrade): Promise<LoadedAccount> {
  const keys: [string, string][] = [['trade', trade.ticket_number]];
  const { accounts } = await loadAssessment([{ account_id: trade.challenge_id, first_key: keyOf(trade), keys, reverses: [] }]);
  const account = accounts[0];
  if (!account || account.trader_id !== trade.user_id) throw refused('not-found', 'There is no such account of this trader.');
  if (!RUNNING.has(account.status) && account.known.length === 0) {
    throw refused('account-closed', `The account takes no trades any more: it is ${account.status}.`);
  }
  return account;
}

async function rulesOf(account: LoadedAccount): Promise<RuleSet> {
  const ruleSet = (await publishedRuleSets([account.rule_set_id])).get(account.rule_set_id);
  if (!ruleSet) throw new Error(`no rule set ${account.rule_set_id}`);
  return ruleSet;
}

async function judge(
  trade: ReadTrade,
  account: LoadedAccount,
  now: Date,
): Promise<{ outcome: RiskCheckResult['outcome']; first: RecordedOutcome }> {
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
  const message = { inbox_id: received.inbox_id, message_id: messageId, auth: raw.auth, received_at, parts };
  const answer = received.answer ?? (await settleStored(message, { accounts: [account], unknown: [] }, now)).answer;
  const result = (JSON.parse(answer.body) as { results: EventResult[] }).results[0];
  if (result?.outcome === 'recorded') return { outcome: received.answer ? 'duplicate' : 'recorded', first: result };
  if (result?.outcome === 'duplicate' && result.first) return { outcome: 'duplicate', first: result.first };
  throw result ? unfit(result) : new Error('the message was answered without a result');
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

interface Told {
  facts: Facts;
  states: JudgedState[];
  findings: StoredFinding[];
  shares: Shares;
}

/** What stands in the database once the trade is recorded. */
async function tell(trade: ReadTrade, accountId: string, now: Date, first: RecordedOutcome): Promise<Told> {
  const client = serviceClient();
  const position = trade.position_id ?? trade.ticket_number;
  const violations = () => client.from('risk_violations').select(COLUMNS).eq('account_id', accountId).neq('state', 'withdrawn');
  const [account, raised, profit, share] = await Promise.all([
    client.from('account_facts').select('facts, rule_states').eq('account_id', accountId).single(),
    violations().or(`raised_key.eq."${keyOf(trade).replace(/["\\]/g, '\\$&')}",detected_at.eq.${now.toISOString()}`),
    client.rpc('get_cumulative_profit', { p_account_id: accountId }),
    client
      .from('trade_consistency_snapshot')
      .select('trade_percentage')
      .eq('account_id', accountId)
      .eq('trade_ticket', position)
      .maybeSingle(),
  ]);
  const trouble = account.error ?? raised.error ?? profit.error ?? share.error;
  if (trouble) throw new Error(trouble.message);
  const { facts, rule_states: states } = account.data as { facts: Facts; rule_states: JudgedState[] };
  let findings = raised.data as StoredFinding[];
  if (first.verdict === 'breach' && !findings.some((one) => one.outcome === 'breach')) {
    // The account was broken before this trade: what broke it is named.
    const standing = await violations().eq('outcome', 'breach').in('consequence', ['fail', 'block', 'pause']);
    if (standing.error) throw new Error(standing.error.message);
    findings = [...findings, ...(standing.data as StoredFinding[])];
  }
  const sums = (profit.data as Omit<Shares, 'trade_percentage'>[])[0];
  if (!sums) throw new Error('the sum of the winners could not be read');
  const trade_percentage = (share.data as { trade_percentage: number | string } | null)?.trade_percentage ?? null;
  return { facts, states, findings, shares: { ...sums, trade_percentage } };
}
