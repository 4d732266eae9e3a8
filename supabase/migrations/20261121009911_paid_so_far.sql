-- The traders list says what each was paid so far, in each currency; null for those who do not read payouts, because nothing seen is not nothing paid.
create or replace view public.traders_list with (security_invoker = true) as
  select t.id, t.full_name, private.contact_email(t.id) as email, t.country, t.kyc_status, t.is_active, t.disabled_reason, t.auth_user_id is not null as has_signed_up, t.created_at,
    (select count(*) from public.accounts a where a.trader_id = t.id) as accounts,
    (select count(*) from public.accounts a where a.trader_id = t.id and a.status in ('active', 'blocked', 'live')) as living_accounts,
    case when t.is_active then 'active' when t.banned_at is not null then 'banned' else 'disabled' end as access, t.disabled_at, t.last_login_at,
    (select max(i.created_at) from public.trader_invites i where i.trader_id = t.id and i.accepted_at is null and i.revoked_at is null) as invited_at,
    private.activity_of(t.id, (select private.is_staff()), (select private.churn_days())) as activity,
    case when coalesce((select private.staff_role()), 'trader') not in ('viewer', 'config') then
      (select coalesce(jsonb_agg(jsonb_build_object('currency', x.currency, 'cents', x.cents) order by x.currency), '[]')
        from (select p.currency, sum(p.requested_cents)::bigint as cents from public.payouts p where p.trader_id = t.id and p.state = 'paid' group by p.currency) x) end as paid
  from public.traders t;
