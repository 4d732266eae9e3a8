-- Payout files for the people who carry them: what each holds and what came of it. The bytes name destinations in full, so they leave by `take_payout_file` alone, which writes down
-- who took them; nobody reads them from the table.

create view public.payout_files_list with (security_invoker = true) as
  select f.id, f.provider, f.file_name, f.sha256, f.made_by, coalesce(nullif(s.full_name, ''), s.email) as made_by_name, f.made_at, f.downloaded_at, f.created_at,
    x.payouts, x.settled, x.sums, case when f.downloaded_at is null then 'waits' when x.settled < x.payouts then 'carried' else 'settled' end as state
  from public.payout_exports f left join public.staff s on s.id = f.made_by
  cross join lateral (select count(*) as payouts, count(*) filter (where p.state in ('paid', 'failed', 'returned')) as settled,
      (select jsonb_agg(jsonb_build_object('currency', y.currency, 'payouts', y.payouts, 'cents', y.cents) order by y.currency) from (
        select q.currency, count(*) as payouts, sum(q.requested_cents)::bigint as cents from public.payout_export_lines m join public.payouts q on q.id = m.payout_id
        where m.export_id = f.id group by q.currency) y) as sums
    from public.payout_export_lines l join public.payouts p on p.id = l.payout_id where l.export_id = f.id) x;
comment on view public.payout_files_list is 'Files of payouts with what each carries and what came of it; their bytes are handed out by take_payout_file alone.';

-- What waits to be carried, by its mask: the same payouts that a file would take, for whoever makes one.
create function public.payouts_to_carry(p_now timestamptz) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['finance', 'admin', 'auditor']);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'provider', p.provider, 'state', p.state, 'login', a.login, 'trader_name', t.full_name, 'requested_cents', p.requested_cents,
      'currency', p.currency, 'masked', b.masked, 'holder', b.name, 'approved_at', p.approved_at, 'hold_until', p.hold_until, 'is_due', p.state = 'sending' or p.hold_until <= p_now)
      order by p.provider, p.hold_until, p.id), '[]')
    from public.payouts p join public.accounts a on a.id = p.account_id join public.traders t on t.id = p.trader_id join public.beneficiaries b on b.id = p.beneficiary_id
    where p.provider in ('rise', 'bank') and (p.state = 'approved' or (p.state = 'sending' and not exists (select from public.payout_export_lines l where l.payout_id = p.id))));
end $$;

-- One file as whoever asks may act on it: what it carries, why the reader may not mark each, what proved what came of it, and whose hands it went through.
create function public.payout_file_seen(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'admin', 'auditor']); f public.payout_exports;
begin
  select * into f from public.payout_exports x where x.id = p_id;
  if f.id is null then return null; end if;
  return jsonb_build_object('payouts', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'state', p.state, 'login', a.login, 'trader_name', t.full_name,
      'requested_cents', p.requested_cents, 'currency', p.currency, 'masked', b.masked, 'proof', (select e.reason from public.events e
        where e.stream = 'payout:' || p.id and e.kind in ('withdrawal.completed', 'withdrawal.failed') order by e.seq desc limit 1), 'settled_at', p.settled_at,
      'may_not', case when private.staff_role() not in ('finance', 'admin') then 'role' when f.made_by = who then 'made-the-file' when p.requested_by = who then 'asked-yourself' end)
      order by p.requested_at, p.id), '[]') from public.payout_export_lines l join public.payouts p on p.id = l.payout_id join public.accounts a on a.id = p.account_id
      join public.traders t on t.id = p.trader_id join public.beneficiaries b on b.id = p.beneficiary_id where l.export_id = f.id),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'actor_kind', e.actor_kind, 'actor_name', e.actor_name, 'reason', e.reason, 'data', e.data,
      'occurred_at', e.occurred_at) order by e.id desc), '[]') from public.timeline e where e.stream = 'staff:firm' and e.kind in ('payout-file.made', 'payout-file.taken') and e.data ->> 'export_id' = f.id::text));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.payout_files_list', '{authenticated}');
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['payouts_to_carry(timestamptz)', 'payout_file_seen(uuid)']) f;
select private.apply_grants();
