-- A person who approves an identity by hand is asked what a provider's word is asked: whether somebody else is the same person. Answers 'one-trader' where that
-- was asked just now; the question stays, which raising would undo.
create or replace function public.set_kyc(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); why text := private.need_reason(p ->> 'reason'); t public.traders; wanted text := p ->> 'status';
  told public.kyc_reports;
begin
  if coalesce(wanted, '') not in ('pending', 'retry', 'approved', 'rejected', 'expired') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into t from public.traders where id = (p ->> 'trader_id')::uuid for no key update;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if p ? 'seen' and p ->> 'seen' <> t.kyc_status then raise exception 'stale' using errcode = '55000'; end if;
  if wanted = t.kyc_status then raise exception 'already-decided' using errcode = '55000'; end if;
  if wanted = 'approved' and not private.is_in_question(t.id, array['open', 'claimed']) then
    select * into told from public.kyc_reports k where k.trader_id = t.id and k.provider <> 'manual' order by k.occurred_at desc, k.id limit 1;
    perform private.question_identity(t.id, coalesce(told.provider, 'manual'), told.reference, clock_timestamp());
    if private.is_in_question(t.id, array['open', 'claimed']) then return 'one-trader'; end if;
  end if;
  perform private.judge_identity(t.id, wanted, who, why, clock_timestamp());
  return wanted;
end $$;

select private.apply_grants();
