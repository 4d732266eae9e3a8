-- Runs that people begin bear a name, and one that is under way can be stopped: its worker hears of it with its next heartbeat.
create index batch_runs_stopped_by on public.batch_runs (stopped_by) where stopped_by is not null;

-- The engine writes with the firm's key and cannot tell who asked; whoever did says so right after. One that somebody began is nobody else's.
create function public.own_batch(p_id uuid, p_now timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'admin']);
begin
  update public.batch_runs set started_by = who where id = p_id and started_by is null and started_at > p_now - interval '10 minutes';
  if not found then return false; end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.owned', 'data', jsonb_build_object('batch_id', p_id))), p_now);
  return true;
end $$;

create function public.stop_batch(p_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); run public.batch_runs;
begin
  select * into run from public.batch_runs where id = p_id for update;
  if run.id is null then raise exception 'not-found' using errcode = '22023'; end if;
  if run.state <> 'running' then raise exception 'already-ended' using errcode = '55000'; end if;
  if run.stop_requested_at is not null then return 'stopping'; end if;
  update public.batch_runs set stop_requested_at = p_now, stopped_by = who where id = p_id;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.stop-requested', 'data', jsonb_build_object('batch_id', p_id))), p_now);
  return 'stopping';
end $$;
create function private.forget_stop() returns trigger language plpgsql set search_path = '' as $$
begin
  new.stop_requested_at := null; new.stopped_by := null;
  return new;
end $$;
create trigger forget_stop before update on public.batch_runs for each row when (old.state <> 'running' and new.state = 'running') execute function private.forget_stop();

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.own_batch(uuid, timestamptz)', '{authenticated}'),
  ('execute', 'public.stop_batch(uuid, timestamptz)', '{authenticated}');
select private.apply_grants();
