-- Support may have an account told again: nothing of it is decided by the person, so it needs no judgement of risk. Many at once stay with risk.
create or replace function public.resync_account(p_id uuid, p_version bigint, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version);
  now_at timestamptz := clock_timestamp(); is_pulled boolean;
begin
  if a.status not in ('active', 'live', 'blocked') then raise exception 'illegal-transition' using errcode = '23514'; end if;
  is_pulled := pg_catalog.to_regprocedure('private.pull_account(uuid, timestamptz)') is not null
    and exists (select from public.connections c where c.id = a.connection_id and c.resync_url is not null);
  update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = a.id;
  update public.accounts set version = version + 1 where id = a.id;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.resync-asked', 'reason', why, 'data',
    jsonb_build_object('pulled', is_pulled, 'by', who))), now_at);
  if is_pulled then execute 'select private.pull_account($1, $2)' using a.id, now_at; end if;
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), now_at, 'judge:' || a.id, 'account:' || a.id);
  return case when is_pulled then 'pulled' else 'judged-again' end;
end $$;
