// Funded accounts and their withdrawals, as clients that were written before ask for them. Lists are read with the caller's own rights;
// what may be withdrawn is worked out as the portal and the office do.
import type { SupabaseClient } from '@supabase/supabase-js';
import { olderThan, pageOf, type Page } from '@/lib/api/paging';
import { callFunction } from '@/lib/db/call';
import { SEES_PAYOUTS } from '@/lib/api/contracts/funded';
import type { Caller } from '@/lib/api/gate';
import type { Listed } from '@/lib/api/read';
import { ratioText } from '@/lib/decimal';
import { addCents, formatMoney, minorDigits, type Cents } from '@/lib/money';
import { readPayoutPolicy } from '@/lib/payouts/policy-read';
import { judgePayout } from '@/lib/payouts/read';
import { oldStatus, withdrawalOf, type StoredPayout } from '@/lib/payouts/withdrawal';
import { accept, refuse, type Result } from '@/lib/refusal';
import { UUID } from '@/lib/uuid';

type Row = Record<string, unknown>;
const ACCOUNT =
  'id, trader_id, challenge_type_id, challenge_title, currency, initial_balance_cents, balance_cents, equity_cents, high_water_cents, cumulative_profit_cents, profit_split_bps, rule_states, last_event_at';
const notFound = () => refuse('not-found', 'There is no such account.');
const STALE_MS = 86_400_000;

interface Known {
  id: string;
  trader_id: string;
  challenge_type_id: string;
  challenge_title: string | null;
  currency: string;
  initial_balance_cents: number;
  balance_cents: number | null;
  equity_cents: number | null;
  high_water_cents: number | null;
  cumulative_profit_cents: number | null;
  profit_split_bps: number | null;
  rule_states:
    | {
        rule: string;
        status: string;
        measured: number | null;
        limit: number | null;
        unit: string;
        allowance: number | null;
        used_bps: number | null;
      }[]
    | null;
  last_event_at: string | null;
}

export async function fundedPage(client: SupabaseClient, userId: string | null, page: Page): Promise<Result<Listed>> {
  if (userId !== null && !UUID.test(userId)) return refuse('invalid', 'userId is the id of a trader.', { path: 'userId' });
  let request = client.from('funded_accounts').select('*');
  if (userId !== null) request = request.eq('user_id', userId);
  if (page.after) request = request.or(olderThan('activated_at', page.after));
  const { data, error } = await request
    .order('activated_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(page.limit + 1);
  if (error) throw new Error(`funded_accounts: ${error.message}`);
  const listed = pageOf((data ?? []) as Row[], page, ({ activated_at: at, id }) => ({ at: String(at), id: String(id) }));
  const known = await accountsById(
    client,
    listed.items.map(({ id }) => String(id)),
  );
  return accept({ ...listed, items: listed.items.map((row) => ({ ...named(row), tier: tierOf(known.get(String(row.id))) })) });
}

export async function fundedById({ client, actor }: Pick<Caller, 'client' | 'actor'>, id: string, now: Date): Promise<Result<Row>> {
  if (!UUID.test(id)) return notFound();
  const { data, error } = await client.from('funded_accounts').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`funded_accounts: ${error.message}`);
  const known = data ? (await accountsById(client, [id])).get(id) : undefined;
  if (!data || !known) return notFound();
  const [payouts, positions] = await Promise.all([
    asked(client, { p_account_id: id }),
    client.from('positions_list').select('*').eq('account_id', id),
  ]);
  if (positions.error) throw new Error(positions.error.message);
  const sees = actor?.kind === 'trader' || SEES_PAYOUTS.some((role) => actor?.kind === 'staff' && actor.role === role);
  const judged = sees ? await judgePayout({ account_id: id, now: now.toISOString() }) : null;
  const digits = minorDigits(known.currency);
  const isStale = known.last_event_at === null || now.getTime() - Date.parse(known.last_event_at) > STALE_MS;
  return accept({
    ...named(data as Row),
    tier: tierOf(known),
    virtualAccount: virtualOf(known, payouts, digits),
    withdrawalSummary: summaryOf(payouts, digits),
    positions: positions.data ?? [],
    rules: { drawdown: ruleOf(known, 'max-drawdown'), riskPerTrade: ruleOf(known, 'risk-per-trade') },
    withdrawableAmount: judged && formatMoney(judged.entitlement.withdrawable_cents, digits),
    checks: judged?.entitlement.checks ?? [],
    dataAt: known.last_event_at,
    isStale,
  });
}

async function accountsById(client: SupabaseClient, ids: string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const { data, error } = await client.from('accounts_list').select(ACCOUNT).in('id', ids);
  if (error) throw new Error(`accounts_list: ${error.message}`);
  return new Map(((data ?? []) as unknown as Known[]).map((row) => [row.id, row]));
}

const named = (row: Row) => ({
  ...{ id: row.id, userId: row.user_id, assessmentId: row.assessment_id, tierId: row.tier_id, status: row.status },
  ...{ activatedAt: row.activated_at, closedAt: row.closed_at, closureReason: row.closure_reason },
});

function tierOf(known: Known | undefined) {
  if (!known) return null;
  const { challenge_type_id: id, challenge_title: title, currency, profit_split_bps: split } = known;
  const accountSize = formatMoney(known.initial_balance_cents as Cents, minorDigits(currency));
  return { id, title, accountSize, currency, profitSplit: split === null ? null : ratioText(BigInt(split), 10_000n, 2) };
}

function virtualOf(known: Known, payouts: StoredPayout[], digits: number) {
  const money = (cents: number | null) => (cents === null ? null : formatMoney(cents as Cents, digits));
  const { balance_cents: balance, equity_cents: equity } = known;
  return {
    startingBalance: money(known.initial_balance_cents),
    currentBalance: money(balance),
    peakBalance: money(known.high_water_cents),
    realizedPnl: money(known.cumulative_profit_cents),
    unrealizedPnl: money(balance === null || equity === null ? null : equity - balance),
    totalWithdrawals: money(paidOf(payouts)),
    updatedAt: known.last_event_at,
  };
}

const paidOf = (payouts: StoredPayout[]): Cents =>
  addCents(...payouts.filter(({ state }) => state === 'paid').map(({ requested_cents: sum }) => sum as Cents));

function summaryOf(payouts: StoredPayout[], digits: number) {
  const count = (status: string) => payouts.filter(({ state }) => oldStatus(state) === status).length;
  const total = formatMoney(paidOf(payouts), digits);
  return { count: payouts.length, pending: count('pending'), completed: count('completed'), totalCompleted: total };
}

const STATES: Record<string, string> = { safe: 'safe', caution: 'warning', critical: 'danger', violated: 'violation' };

/** Ratios of the initial balance; null where the account's rules have no such rule. */
function ruleOf({ rule_states: states, initial_balance_cents: initial }: Known, code: string) {
  const rule = (states ?? []).find((state) => state.rule === code);
  if (!rule) return null;
  const ratio = (cents: number) => ratioText(BigInt(cents), BigInt(initial), 4);
  const used =
    rule.allowance === null || rule.used_bps === null
      ? null
      : ratioText(BigInt(rule.allowance) * BigInt(rule.used_bps), BigInt(initial) * 10_000n, 4);
  const status = STATES[rule.status] ?? 'unknown';
  return {
    value: rule.unit === 'cents' ? used : null,
    threshold: rule.unit === 'cents' && rule.allowance !== null ? ratio(rule.allowance) : null,
    status,
  };
}

/** Newest first. Who sees the account sees what was asked for from it, also who reads nothing else about payouts. */
const asked = (client: SupabaseClient, args: Record<string, unknown>) => callFunction<StoredPayout[]>(client, 'withdrawals_of', args);

/** What was asked for from one account the caller may see, newest first. */
export async function withdrawalsOf(
  { client, actor }: Pick<Caller, 'client' | 'actor'>,
  id: string,
  page: Page,
  now: Date,
): Promise<Result<Listed>> {
  if (!UUID.test(id)) return notFound();
  const account = await client.from('funded_accounts').select('id').eq('id', id).maybeSingle();
  if (account.error) throw new Error(`funded_accounts: ${account.error.message}`);
  if (!account.data) return notFound();
  // Traders read no settings; what holds for their account comes with its basis.
  const judged = actor?.kind === 'trader' ? await judgePayout({ account_id: id, now: now.toISOString() }) : null;
  const { provider_days } = judged?.basis.settings ?? (await readPayoutPolicy(client)).value;
  const before = page.after === null ? {} : { p_before_at: page.after.at, p_before_id: page.after.id };
  const rows = await asked(client, { p_account_id: id, ...before, p_limit: page.limit + 1 });
  const listed = pageOf(rows, page, ({ requested_at: at, id: key }) => ({ at, id: key }));
  return accept({ ...listed, items: listed.items.map((row) => ({ ...withdrawalOf(row, minorDigits(row.currency), provider_days) })) });
}
