-- Letters that follow from what happened by themselves: from events of payouts and identity checks, and, once in its time, from how an account stands.

-- A letter that waits or has left says it already. One that was voided because the verdict was doubted does not: confirmed after all, it is told again.
create function private.tell_breach(p_violation uuid, p_event bigint, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare v public.risk_violations;
begin
  select x.* into v from public.risk_violations x join public.accounts a on a.id = x.account_id where x.id = p_violation and x.outcome = 'breach' and a.server not like 'scale:%';
  if v.id is null or exists (select from public.mail_deliveries m where m.violation_id = v.id and m.state <> 'voided') then return; end if;
  -- What is noted and stops nothing may be found many times a day: that it was is told once.
  if v.consequence not in ('fail', 'block', 'pause') then
    insert into private.mail_warnings (account_id, rule, day, warned_at) values (v.account_id, 'noted:' || v.rule, (p_now at time zone 'UTC')::date, p_now) on conflict do nothing;
    if not found then return; end if;
  end if;
  perform private.queue_mail(p_event, 'rule-violation', v.account_id, v.id, p_now, p_now);
end $$;

create function private.mail_on_event() returns trigger language plpgsql security definer set search_path = '' as $$
declare t public.traders; letter uuid;
begin
  if new.kind = 'rule.violation-confirmed' then perform private.tell_breach((new.data ->> 'violation_id')::uuid, new.id, new.created_at);
  elsif new.kind = 'account.blocked' then
    -- A block by a rule is told with the breach behind it.
    if new.reason is distinct from 'rule_violation' then perform private.queue_notice(new.id, 'account-blocked', new.account_id, new.created_at); end if;
  elsif new.kind in ('withdrawal.held', 'withdrawal.failed') then
    -- A hold may come and go; that there is one is told once.
    if new.kind = 'withdrawal.held' and exists (select from public.events e where e.stream = new.stream and e.kind = 'withdrawal.held' and e.id < new.id) then return null; end if;
    letter := private.queue_mail(new.id, case when new.kind = 'withdrawal.held' then 'payout-held' when (new.data ->> 'returned')::boolean then 'payout-returned' else 'payout-failed' end,
      new.account_id, null, new.created_at, new.created_at);
  else
    select * into t from public.traders x where x.id = new.trader_id;
    if t.id is not null then letter := private.queue_letter(new.id, replace(new.kind, '.', '-'), t.email, t.id, '{}', new.created_at); end if;
  end if;
  return null;
end $$;
create trigger mail_on_event after insert on public.events for each row
  when (new.kind in ('rule.violation-confirmed', 'account.blocked', 'withdrawal.held', 'withdrawal.failed', 'kyc.retry', 'kyc.approved', 'kyc.rejected')) execute function private.mail_on_event();

create table private.mail_warnings (
  account_id uuid not null references public.accounts, rule text not null, day date not null, warned_at timestamptz not null, created_at timestamptz not null default now(),
  primary key (account_id, rule, day));
comment on table private.mail_warnings is 'Of what each account was warned: a floor once in a trading day, an ending for inactivity once for its deadline.';
alter table private.mail_warnings enable row level security;

-- The setting mail_policy: from which share used on a floor is warned of, and how many days before an account ends for inactivity. Nought switches either off.
create function private.mail_policy(p_key text, p_usual int) returns int language sql stable security definer set search_path = '' as
$$ select coalesce((select least(greatest((s ->> p_key)::numeric, 0), 9999)::int from private.setting('mail_policy') s where jsonb_typeof(s -> p_key) = 'number'), p_usual) $$;

create function private.warn(p_account uuid, p_rule text, p_day date, p_message text, p_kind text, p_context jsonb, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare told bigint; made uuid;
begin
  perform from public.accounts where id = p_account for update;
  insert into private.mail_warnings (account_id, rule, day, warned_at) values (p_account, p_rule, p_day, p_now) on conflict do nothing;
  if not found then return false; end if;
  told := private.append_events('account:' || p_account, jsonb_build_array(jsonb_build_object('kind', p_kind, 'data', p_context)), p_now);
  insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, context, run_at, created_at)
    select told, p_message, t.email, a.id, t.id, p_context, p_now, p_now from public.accounts a join public.traders t on t.id = a.trader_id where a.id = p_account returning id into made;
  perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), p_now, 'mail:' || made, null);
  return true;
end $$;

-- Only what somebody trades is warned of: figures that nobody moved for a day say nothing new. An account that is off is not warned either.
create function public.tend_mail(p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare one record; from_bps int := private.mail_policy('warn_from_bps', 9000); idle_days int := private.mail_policy('inactivity_days', 5); warned int := 0; idle int := 0;
begin
  for one in select a.id, s ->> 'rule' as rule, f.trading_day, max((s ->> 'used_bps')::int) as used_bps, (array_agg(s order by (s ->> 'used_bps')::int desc))[1] as state
      from public.accounts a join public.account_facts f on f.account_id = a.id cross join lateral jsonb_array_elements(f.rule_states) s
      where a.status in ('active', 'live') and a.trading_off_reason is null and a.server not like 'scale:%' and f.risk_state in ('caution', 'critical') and f.trading_day is not null
        and f.last_event_at > p_now - interval '1 day' and from_bps > 0 and s ->> 'unit' = 'cents' and s ->> 'consequence' = 'fail' and (s ->> 'used_bps')::int between from_bps and 9999
        and not exists (select from private.mail_warnings w where w.account_id = a.id and w.rule = s ->> 'rule' and w.day = f.trading_day)
      group by a.id, s ->> 'rule', f.trading_day order by a.id limit 2000 loop
    if private.warn(one.id, one.rule, one.trading_day, 'account-warning', 'account.warned', jsonb_build_object('warning', jsonb_build_object('rule', one.rule, 'used_bps', one.used_bps,
      'headroom', one.state -> 'headroom', 'limit', one.state -> 'limit')), p_now) then warned := warned + 1; end if;
  end loop;
  for one in select x.id, x.deadline from (
      select a.id, to_timestamp((f.facts ->> 'at')::numeric / 1000) + make_interval(secs => (s ->> 'headroom')::double precision) as deadline
      from public.accounts a join public.account_facts f on f.account_id = a.id cross join lateral jsonb_array_elements(f.rule_states) s
      where a.status in ('active', 'live') and a.trading_off_reason is null and a.server not like 'scale:%' and s ->> 'rule' = 'inactivity' and s ->> 'consequence' = 'fail'
        and (s ->> 'headroom') is not null and not exists (select from public.positions o where o.account_id = a.id)) x
      where idle_days > 0 and x.deadline > p_now and x.deadline <= p_now + make_interval(days => idle_days)
        and not exists (select from private.mail_warnings w where w.account_id = x.id and w.rule = 'inactivity' and w.day = (x.deadline at time zone 'UTC')::date) order by x.id limit 2000 loop
    if private.warn(one.id, 'inactivity', (one.deadline at time zone 'UTC')::date, 'inactivity-notice', 'account.idle',
      jsonb_build_object('inactivity', jsonb_build_object('deadline', one.deadline)), p_now) then idle := idle + 1; end if;
  end loop;
  return jsonb_build_object('warned', warned, 'idle', idle);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.tend_mail(timestamptz)', '{service_role}');
select private.apply_grants();
