// A load test that stands, as it does while it runs and after it was killed.
import { INITIAL } from '@/lib/engine/synthetic-expectation';
import { shapesAt } from '@/lib/engine/synthetic-history';
import { SCALE_RULES } from '@/lib/engine/synthetic-stories';
import type { TestDatabase } from '../support/database';

export const LOAD_TEST = 'scale:standing';

/** A load test in the middle of its run, whose accounts have also broken a rule, hold something and ended. */
export async function standLoadTest(db: TestDatabase, now: Date): Promise<void> {
  const run = { server: LOAD_TEST, rules: SCALE_RULES, initial_balance_cents: `${INITIAL}`, now: now.toISOString() };
  await db.admin.query('select private.begin_scale_run($1)', [JSON.stringify(run)]);
  const made = { server: LOAD_TEST, from: 0, to: 39, now: run.now, shapes: shapesAt(now.getTime()) };
  await db.admin.query('select private.make_scale_accounts($1)', [JSON.stringify(made)]);
  const its = `from public.accounts a where a.server = '${LOAD_TEST}'`;
  await db.admin.query(
    `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
     select a.id, 'max-drawdown', 'breach', 'fail', 'breach', 'provisional', 'cents', now(), now(), a.rule_set_id ${its}`,
  );
  await db.admin.query(
    `insert into public.positions (account_id, position_id, symbol, side, lots, open_price, reported_at) select a.id, 'p', 'EURUSD', 'buy', 1, 1, now() ${its}`,
  );
  await db.admin.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, close_time, profit_loss_cents, booked_cents)
     select a.id, 't', 't', 't', 'EURUSD', 'buy', 1, 1, 1, now(), 1, 1 ${its}`,
  );
  await db.admin.query(`select private.append_events('account:' || a.id, '[{"kind": "account.failed"}]', now()) ${its}`);
}
