-- Payouts that people carry: a file is made of what was let go, its bytes never change, and who says that the money arrived is not who made the file.
create function private.guard_payout_file() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then raise exception 'files of payouts are never deleted'; end if;
  if to_jsonb(new) - 'downloaded_at' is distinct from to_jsonb(old) - 'downloaded_at' or (old.downloaded_at is not null and new.downloaded_at is distinct from old.downloaded_at) then
    raise exception 'a file of payouts never changes'; end if;
  return new;
end $$;
create trigger guard_payout_file before update or delete on public.payout_exports for each row execute function private.guard_payout_file();
create trigger payout_exports_are_never_truncated before truncate on public.payout_exports for each statement execute function private.refuse();

-- p = { provider, file_name, bytes, sha256, payout_ids, made_by, now }. A payout stands in one file only, so a file made twice is refused the second time; one whose destination changed
-- while the file was made is refused whole.
create function public.store_payout_file(p jsonb) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare made uuid; o public.payouts; ids uuid[] := array(select x::uuid from jsonb_array_elements_text(p -> 'payout_ids') x order by 1); now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  if not exists (select from public.staff s where s.id = (p ->> 'made_by')::uuid and s.is_active and s.role in ('finance', 'admin')) then raise exception 'unknown-person' using errcode = 'P0002'; end if;
  if cardinality(ids) = 0 then raise exception 'nothing-to-carry' using errcode = '22023'; end if;
  if encode(sha256(convert_to(p ->> 'bytes', 'UTF8')), 'hex') <> p ->> 'sha256' then raise exception 'the file is not what its digest says' using errcode = '22023'; end if;
  insert into public.payout_exports (provider, file_name, bytes, sha256, made_by, made_at) values (p ->> 'provider', p ->> 'file_name', p ->> 'bytes', p ->> 'sha256', (p ->> 'made_by')::uuid, now_at)
    returning id into made;
  for o in select (private.lock_payout(i)).* from unnest(ids) i loop
    if o.state <> 'sending' or o.provider <> p ->> 'provider' or o.approved_digest is distinct from private.payout_digest(o) then raise exception 'stale' using errcode = '55000'; end if;
    insert into public.payout_export_lines (export_id, payout_id) values (made, o.id);
    update public.payouts set next_check_at = null where id = o.id returning * into o;
    perform private.remove_job('check:' || o.id);
    perform private.payout_event(o, 'withdrawal.exported', null, jsonb_build_object('export_id', made, 'sha256', p ->> 'sha256'), now_at);
  end loop;
  return made;
end $$;

-- Taken away, the file counts as on its way; taken again, it is the same file. Each taking is written down with its person: a file that two people carry is paid twice.
create function public.take_payout_file(p_id uuid) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); f public.payout_exports; one uuid; now_at timestamptz := clock_timestamp();
begin
  select * into f from public.payout_exports x where x.id = p_id for update;
  if f.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if f.downloaded_at is null then
    update public.payout_exports set downloaded_at = now_at where id = f.id;
    for one in select l.payout_id from public.payout_export_lines l join public.payouts x on x.id = l.payout_id where l.export_id = f.id and x.state = 'sending' order by 1 loop
      perform public.settle_payout(jsonb_build_object('payout_id', one, 'kind', 'sent', 'reference', 'file:' || f.id || ':' || one, 'now', now_at));
    end loop;
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'payout-file.taken', 'data',
    jsonb_build_object('export_id', f.id, 'file_name', f.file_name, 'sha256', f.sha256, 'again', f.downloaded_at is not null))), now_at);
  return jsonb_build_object('file_name', f.file_name, 'bytes', f.bytes, 'sha256', f.sha256, 'made_at', f.made_at);
end $$;

-- p_outcome: paid, failed (it never left) or returned. What proves it is the reason of its event.
create function public.mark_payout(p_id uuid, p_version bigint, p_outcome text, p_reference text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); proof text := private.need_reason(p_reference); o public.payouts := private.lock_payout(p_id);
begin
  if o.provider not in ('rise', 'bank') or p_outcome not in ('paid', 'failed', 'returned') then raise exception 'not-allowed' using errcode = '42501'; end if;
  if o.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', o.state, 'version', o.version); end if;
  if o.state <> (case p_outcome when 'returned' then 'paid' else 'sent' end) then return jsonb_build_object('outcome', 'already-decided', 'state', o.state, 'version', o.version); end if;
  if who = o.requested_by or exists (select from public.payout_export_lines l join public.payout_exports x on x.id = l.export_id where l.payout_id = o.id and x.made_by = who) then
    raise exception 'needs-another-person' using errcode = '42501'; end if;
  return public.settle_payout(jsonb_build_object('payout_id', o.id, 'kind', p_outcome, 'reason', proof, 'now', clock_timestamp()))
    || jsonb_build_object('outcome', p_outcome);
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['carried_payouts(text, timestamptz)', 'store_payout_file(jsonb)']) f;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['take_payout_file(uuid)', 'mark_payout(uuid, bigint, text, text)']) f;
select private.apply_grants();
