-- Every breach that stands is told to its trader once, whatever follows from it, and every block a person or a chargeback brings about: from the events
-- themselves, so that no way to get there goes without its letter.

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

create or replace function private.mail_on_event() returns trigger language plpgsql security definer set search_path = '' as $$
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
drop trigger mail_on_event on public.events;
create trigger mail_on_event after insert on public.events for each row
  when (new.kind in ('rule.violation-confirmed', 'account.blocked', 'withdrawal.held', 'withdrawal.failed', 'kyc.retry', 'kyc.approved', 'kyc.rejected')) execute function private.mail_on_event();

create or replace function private.mail_account(p_account uuid, p_violation uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('account_id', a.id, 'login', a.login, 'platform', a.platform, 'server', a.server, 'account_status', a.status, 'trader_name', t.full_name,
    'challenge_title', c.title, 'phase_name', p.name, 'currency', a.currency, 'initial_balance_cents', a.initial_balance_cents, 'violation', (
      select jsonb_build_object('rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'consequence', v.consequence, 'until', v.until, 'measured_value', v.measured_value,
        'threshold_value', v.threshold_value, 'unit', v.unit, 'breached_at', v.breached_at, 'message', v.message, 'evidence', v.evidence)
      from public.risk_violations v where v.id = p_violation))
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  where a.id = p_account $$;

select private.apply_grants();
