// A row in every relation of payouts and ledger, of each trader, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who made the file and signed. */
export async function stageMoney(sql: Pool, staff: string): Promise<void> {
  const client = await sql.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into public.beneficiaries (trader_id, provider, name, masked, destination, confirmed_at)
       select t.id, 'bank', 'Name', '****1', '{"sealed": "and-never-read"}', now() from public.traders t`,
    );
    await client.query(
      `insert into public.beneficiary_edits (beneficiary_id, edited_by, edited_by_kind, version, edited_at) select b.id, gen_random_uuid(), 'trader', 1, now() from public.beneficiaries b`,
    );
    await client.query(
      `insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, route, approvals_required, provider, entitled_cents, hold_until, requested_by,
         requested_at, request_key)
       select (select a.id from public.accounts a where a.trader_id = b.trader_id order by a.login limit 1), b.trader_id, b.id, 100, 125, 25, 'USD', 'person', 1, 'bank', 100, now(), gen_random_uuid(), now(), 'k'
       from public.beneficiaries b where exists (select from public.accounts a where a.trader_id = b.trader_id)`,
    );
    await client.query(
      `insert into public.payout_approvals (payout_id, kind, approver_id, digest, approved_at) select p.id, 'person', $1, '\\x00', now() from public.payouts p`,
      [staff],
    );
    await client.query(
      `select private.book('accrual', p.account_id, p.id, p.trader_id, 'USD', '[{"ledger_account": "trader-payable", "amount_cents": 100}, {"ledger_account": "profit-share", "amount_cents": -100}]',
         'staged', null, now()) from public.payouts p`,
    );
    await client.query(
      `insert into private.simulated_transfers (key, payout_id, amount_cents, currency, made_at) select 'k' || p.id, p.id, 100, 'USD', now() from public.payouts p`,
    );
    await client.query(
      `with made as (insert into public.payout_exports (provider, file_name, bytes, sha256, made_by, made_at) values ('bank', 'f.csv', 'x', 'y', $1, now()) returning id)
       insert into public.payout_export_lines (export_id, payout_id) select made.id, p.id from made, public.payouts p`,
      [staff],
    );
    await client.query(
      `with s as (insert into public.payout_statements (provider, file_name, bytes, sha256, covers_from, covers_until, imported_by, imported_at, compared_at)
         values ('bank', 's.csv', 'x', encode(sha256('x'), 'hex'), now() - interval '1 day', now(), $1, now(), now()) returning id),
       l as (insert into public.payout_statement_lines (statement_id, line, key, reference, state, amount_cents, currency) select s.id, 2, 'k', 'r', 'left', 100, 'USD' from s),
       d as (insert into public.payout_differences (statement_id, kind, payout_id, theirs, found_at) select s.id, 'only-theirs', p.id, 't', now() from s, public.payouts p returning id)
       insert into public.payout_adjustments (difference_id, ledger_account, amount_cents, currency, reason, proposed_by, proposed_at) select d.id, 'receivable', 1, 'USD', 'staged', $1, now() from d`,
      [staff],
    );
    await client.query(
      `insert into public.payout_conclusions (payout_id, from_state, outcome, evidence, proposed_by, proposed_at) select p.id, 'unknown', 'paid', 'staged', $1, now() from public.payouts p`,
      [staff],
    );
    await client.query(
      `insert into public.payout_stops (payout_id, reason, set_by, set_at) select p.id, 'staged', $1, now() from public.payouts p`,
      [staff],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
