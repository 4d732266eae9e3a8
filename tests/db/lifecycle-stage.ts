// An account that has reached its target, on a challenge of two phases and a live one: where the tests of passing and deciding begin.
import { assessment, record } from './assessment';
import { as, FAST, NOW, ruleDocument } from './stage';
import type { Pool } from 'pg';

export const TWO_STEP = '00000000-0000-4000-8000-0000000000c2';
export const STEPS = ['a5', 'a6', 'a7'].map((tail) => `00000000-0000-4000-8000-0000000000${tail}`);

/** `passMode` is that of the first two phases. */
export async function stageTwoStep(sql: Pool, passMode: 'review' | 'automatic' = 'review'): Promise<void> {
  await sql.query(
    `insert into public.challenge_types (id, title, steps, kind, product_id, account_size_cents) values ($1, 'Two steps', 2, 'classic', 'two-steps', 10000000)`,
    [TWO_STEP],
  );
  for (const [index, id] of STEPS.entries()) {
    await sql.query(`insert into public.phases (id, challenge_type_id, position, name, is_live) values ($1, $2, $3, $4, $5)`, [
      id,
      TWO_STEP,
      index + 1,
      index === 2 ? 'Funded' : `Phase ${index + 1}`,
      index === 2,
    ]);
    await sql.query(
      `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
       values ($1, 'house', 1, 10000000, $2::jsonb, 'published', '2026-01-01', '2026-01-01')`,
      [id, JSON.stringify({ ...(JSON.parse(ruleDocument(1)) as object), pass_mode: passMode })],
    );
  }
}

export const TARGET_MET = [
  { rule: 'profit-target', instance: 0, consequence: 'payout_gate', outcome: 'met', status: 'safe' },
  { rule: 'max-daily-loss', instance: 0, consequence: 'fail', outcome: 'pass', status: 'safe' },
];
const PASS_REVIEW = {
  kind: 'phase_pass',
  rule: null,
  subject_id: null,
  reason: 'The target and every gate are met.',
  evidence: [],
  due_at: NOW,
};

/** What the judge writes when the target is met: trading off and a question for a person. */
export async function reachTarget(sql: Pool, accountId: string, states: unknown[] = TARGET_MET): Promise<string> {
  const { rows } = await sql.query<{ version: string }>('select version from public.accounts where id = $1', [accountId]);
  const answer = await record(sql, [
    assessment(accountId, parseInt(rows[0]?.version ?? '0', 10), {
      rule_states: states,
      trading_off: { reason: 'target-reached', until: null },
      reviews: [PASS_REVIEW],
    }),
  ]);
  if (answer.accounts[0]?.outcome !== 'recorded') throw new Error(JSON.stringify(answer));
  return (await openReview(sql, accountId, 'phase_pass')).id;
}

export async function readyAccount(sql: Pool, login: string): Promise<{ account: string; review: string }> {
  const { rows } = await sql.query<{ id: string }>(`select public.open_account($1::jsonb) ->> 'account_id' as id`, [
    JSON.stringify({
      connection_id: FAST,
      platform: 'mt5',
      server: 'Demo',
      login,
      email: 'trader1@mail.test',
      full_name: 'Trader',
      challenge_type_id: TWO_STEP,
      phase_position: 1,
      now: '2026-02-01T00:00:00.000Z',
    }),
  ]);
  const account = rows[0]?.id ?? '';
  return { account, review: await reachTarget(sql, account) };
}

export interface ReviewRow {
  id: string;
  version: string;
  state: string;
  requested_by: string | null;
}

export async function openReview(sql: Pool, accountId: string, kind: string): Promise<ReviewRow> {
  const { rows } = await sql.query<ReviewRow>(
    `select id, version, state, requested_by from public.reviews where account_id = $1 and kind = $2 order by created_at desc, state in ('open', 'claimed') desc limit 1`,
    [accountId, kind],
  );
  if (!rows[0]) throw new Error(`There is no ${kind} review.`);
  return rows[0];
}

export interface Decided {
  outcome: string;
  state: string;
  effect: Record<string, unknown>;
  changes?: { kind: string; by: string; reason: string | null }[];
}

/** Decides the version that stands now, unless another is named. */
export async function decide(
  sql: Pool,
  user: string,
  reviewId: string,
  decision: 'approved' | 'rejected',
  more: { version?: number; choice?: string; reason?: string } = {},
): Promise<Decided> {
  const { rows } = await sql.query<{ version: string }>('select version from public.reviews where id = $1', [reviewId]);
  const [answer] = await as<{ answer: Decided }>(sql, { user, keep: true }, 'select public.decide_review($1, $2, $3, $4, $5) as answer', [
    reviewId,
    more.version ?? rows[0]?.version,
    decision,
    more.reason ?? 'Looked at the trades.',
    more.choice ?? null,
  ]);
  if (!answer) throw new Error('No answer.');
  return answer.answer;
}

export async function statusOf(sql: Pool, id: string): Promise<{ status: string; trading_off_reason: string | null }> {
  const { rows } = await sql.query('select status, trading_off_reason from public.accounts where id = $1', [id]);
  return rows[0];
}

/** The account opened from this one, if there is any. */
export async function nextAccount(sql: Pool, id: string): Promise<{ id: string; status: string; phase_id: string; login: string } | null> {
  const { rows } = await sql.query('select id, status, phase_id, login from public.accounts where opened_from_account_id = $1', [id]);
  return rows[0] ?? null;
}

export async function kindsOf(sql: Pool, accountId: string): Promise<string[]> {
  const { rows } = await sql.query<{ kind: string }>('select kind from public.events where account_id = $1 order by id', [accountId]);
  return rows.map((row) => row.kind);
}

/** A trade as a message brought it, and the line that the message left on the timeline. */
export async function tellTrade(sql: Pool, account: string, inbox: string): Promise<void> {
  await sql.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, close_time, profit_loss_cents,
       booked_cents, inbox_id) values ($1, 'tl', 'tl', 'tl', 'XAUUSD', 'sell', 2, 1, 1, now(), 4200, 4200, $2)`,
    [account, inbox],
  );
  await sql.query(
    `select private.append_events('account:' || $1::text, jsonb_build_array(jsonb_build_object('kind', 'trade.recorded', 'data', $2::jsonb)), now())`,
    [account, JSON.stringify({ inbox_id: inbox, counts: { trade: 1 } })],
  );
}
