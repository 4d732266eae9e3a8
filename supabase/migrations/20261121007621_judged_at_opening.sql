-- An account that was never judged is not safe, it is unknown: so it says from the moment it opens, and it is judged at once instead of
-- by the next batch, so that its trader sees the room to the floors before the first trade.
create or replace function public.activate_account(p jsonb) returns jsonb language plpgsql security definer set search_path = '' as $$
declare a public.accounts; now_at timestamptz := (p ->> 'now')::timestamptz; live boolean; told bigint;
begin
  select * into a from public.accounts where id = (p ->> 'account_id')::uuid for update;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if a.status <> 'pending' then return jsonb_build_object('account_id', a.id, 'status', a.status, 'login', a.login, 'activated', false); end if;
  select x.is_live into strict live from public.phases x where x.id = a.phase_id;
  perform set_config('tideline.actor_kind', 'system', true);
  update public.accounts set login = p ->> 'login', server = coalesce(p ->> 'server', a.server), status = case when live then 'live' else 'active' end,
    activated_at = now_at, version = version + 1 where id = a.id returning * into a;
  insert into public.account_facts (account_id, balance_cents, equity_cents, high_water_cents, risk_state, updated_at)
    values (a.id, a.initial_balance_cents, a.initial_balance_cents, a.initial_balance_cents, 'unknown', now_at) on conflict do nothing;
  told := private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.activated', 'actor_kind', 'system', 'data',
    jsonb_build_object('status', a.status, 'login', a.login, 'server', a.server))), now_at);
  perform private.queue_mail(told, 'welcome', a.id, null, now_at, now_at);
  perform private.invite_to_portal(a.trader_id, now_at);
  perform private.unpark(a.login, now_at);
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), now_at, 'judge:' || a.id, 'account:' || a.id);
  return jsonb_build_object('account_id', a.id, 'status', a.status, 'login', a.login, 'activated', true);
end $$;
