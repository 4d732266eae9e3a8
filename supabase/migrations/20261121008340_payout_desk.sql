-- Several payouts at once, each by its own digest, and the figures of what was paid beside what the ledger says was paid.
-- What an approval of each would sign, and why the reader may not: what a dry run of several rests on.
create function public.payouts_to_sign(p_ids uuid[]) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); now_at timestamptz := clock_timestamp();
begin
  if cardinality(p_ids) > 100 then raise exception 'too-many' using errcode = '54000'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'digest', encode(private.payout_digest(p), 'hex'), 'state', p.state, 'requested_cents', p.requested_cents,
      'currency', p.currency, 'trader_name', t.full_name, 'login', a.login, 'approvals_required', p.approvals_required, 'valid_approvals', private.valid_approvals(p),
      'may_not', case when p.state <> 'requested' then 'not-open' when p.requested_by = who then 'asked-yourself'
        when exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = who and b.edited_at > now_at - interval '7 days') then 'edited-the-destination'
        when exists (select from public.payout_approvals y where y.payout_id = p.id and y.approver_id = who and y.digest = private.payout_digest(p)) then 'signed-already' end)
      order by p.requested_at, p.id), '[]')
    from public.payouts p join public.traders t on t.id = p.trader_id join public.accounts a on a.id = p.account_id where p.id = any (p_ids));
end $$;

create or replace function public.payout_figures(p_now timestamptz) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']);
  return jsonb_build_object('paid', (select coalesce(jsonb_agg(to_jsonb(x) order by x.currency), '[]') from (
      select p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents, (sum(p.requested_cents) / count(*))::bigint as average_cents,
        count(*) filter (where p.settled_at > p_now - interval '30 days') as lately, coalesce(sum(p.requested_cents) filter (where p.settled_at > p_now - interval '30 days'), 0)::bigint as lately_cents,
        percentile_disc(0.5) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as median_seconds,
        percentile_disc(0.9) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as p90_seconds,
        (select coalesce(sum(e.amount_cents), 0)::bigint from public.ledger_entries e where e.ledger_account = 'paid-out' and e.currency = p.currency) as ledger_cents
      from public.payouts p where p.state = 'paid' group by p.currency) x),
    'open', (select coalesce(jsonb_agg(to_jsonb(x) order by x.state, x.currency), '[]') from (
      select p.state, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents from public.payouts p
      where p.state in ('requested', 'held', 'approved', 'sending', 'unknown', 'sent') group by 1, 2) x),
    'by_product', (select coalesce(jsonb_agg(to_jsonb(x) order by x.total_cents desc, x.title, x.currency), '[]') from (
      select coalesce(c.title, 'Without a product') as title, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents,
        (sum(p.requested_cents) / count(*))::bigint as average_cents from public.payouts p join public.accounts a on a.id = p.account_id
      left join public.challenge_types c on c.id = a.challenge_type_id where p.state = 'paid' group by 1, 2) x),
    'by_provider', (select coalesce(jsonb_agg(to_jsonb(x) order by x.total_cents desc, x.provider, x.currency), '[]') from (
      select p.provider, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents,
        percentile_disc(0.5) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as median_seconds from public.payouts p where p.state = 'paid' group by 1, 2) x),
    'days', (select coalesce(jsonb_agg(to_jsonb(x) order by x.day desc, x.currency), '[]') from (
      select (p.settled_at at time zone 'UTC')::date as day, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as paid_cents, sum(p.gross_cents)::bigint as gross_cents,
        sum(p.firm_cents)::bigint as firm_cents from public.payouts p where p.state = 'paid' and p.settled_at > p_now - interval '90 days' group by 1, 2) x));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.payouts_to_sign(uuid[])', '{authenticated}');
select private.apply_grants();
