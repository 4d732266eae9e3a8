-- Who works here. One person with two identities could sign twice, so an identity takes two admins as soon as there are two.
create index staff_invites_approved_by on public.staff_invites (approved_by);
create index staff_invites_revoked_by on public.staff_invites (revoked_by);

create function private.mail_staff_invite(i public.staff_invites, p_event bigint, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare mailed uuid;
begin
  mailed := private.queue_letter(p_event, 'staff-invitation', i.email, null,
    jsonb_build_object('invite', jsonb_build_object('kind', 'staff', 'id', i.id), 'role', i.role, 'expires_at', i.expires_at), p_now);
end $$;

create function private.staff_event(p_stream text, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as
$$ select private.append_events(p_stream, jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'data', p_data)), p_now) $$;

-- The id and the digest come from the server, which alone can make the link. Answers 'mailed', or 'waits' for another admin.
create function public.invite_staff(p_id uuid, p_email text, p_role text, p_token_hash text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['admin']); now_at timestamptz := clock_timestamp(); i public.staff_invites; told bigint; address text := lower(trim(p_email)); alone boolean;
begin
  if exists (select from public.staff s where lower(s.email) = address) then raise exception 'already-staff' using errcode = '23505'; end if;
  update public.staff_invites set revoked_at = now_at, revoked_by = who where lower(email) = address and accepted_at is null and revoked_at is null;
  -- Nobody makes themselves the only one for a moment: who was an admin within this week counts still.
  alone := not exists (select from public.staff s where s.role = 'admin' and s.is_active and s.id <> who)
    and not exists (select from public.staff s join public.events e on e.stream = 'staff:' || s.id where s.id <> who and e.occurred_at > now_at - interval '7 days'
      and (e.kind = 'staff.role-changed' and e.data ->> 'from_role' = 'admin' or e.kind = 'staff.deactivated' and e.data ->> 'role' = 'admin'));
  insert into public.staff_invites (id, email, role, token_hash, invited_by, expires_at, approved_at, created_at)
    values (p_id, address, p_role, p_token_hash, who, now_at + interval '7 days', case when alone then now_at end, now_at) returning * into i;
  told := private.staff_event('staff:firm', 'staff.invited', null, jsonb_build_object('invite_id', i.id, 'role', i.role, 'approved', alone), now_at);
  if alone then perform private.mail_staff_invite(i, told, now_at); end if;
  return case when alone then 'mailed' else 'waits' end;
end $$;

create function public.decide_staff_invite(p_id uuid, p_decision text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['admin']); now_at timestamptz := clock_timestamp(); i public.staff_invites; told bigint;
begin
  select * into i from public.staff_invites x where x.id = p_id for update;
  if i.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if i.accepted_at is not null or i.revoked_at is not null or (p_decision = 'approve' and i.approved_at is not null) then raise exception 'already-decided' using errcode = '55000'; end if;
  if p_decision = 'revoke' then
    update public.staff_invites set revoked_at = now_at, revoked_by = who where id = i.id;
    told := private.staff_event('staff:firm', 'staff.invite-revoked', null, jsonb_build_object('invite_id', i.id, 'role', i.role), now_at);
    return 'revoked';
  end if;
  if p_decision is distinct from 'approve' then raise exception 'invalid' using errcode = '22023'; end if;
  if i.invited_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if i.expires_at <= now_at then raise exception 'expired' using errcode = '55000'; end if;
  update public.staff_invites set approved_at = now_at, approved_by = who where id = i.id;
  told := private.staff_event('staff:firm', 'staff.invite-approved', null, jsonb_build_object('invite_id', i.id, 'role', i.role), now_at);
  perform private.mail_staff_invite(i, told, now_at);
  return 'mailed';
end $$;

-- Nobody changes themselves; the last admin stays whoever asks. Who is taken off has no session left when this answers.
create function public.set_staff(p_id uuid, p_role text, p_is_active boolean, p_reason text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['admin']); s public.staff; now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason); told bigint;
begin
  select * into s from public.staff x where x.id = p_id for update;
  if s.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if p_role is null or p_is_active is null then raise exception 'invalid' using errcode = '22023'; end if;
  if (s.role, s.is_active) = (p_role, p_is_active) then raise exception 'already-decided' using errcode = '55000'; end if;
  if s.id = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.staff set role = p_role, is_active = p_is_active where id = s.id;
  if not p_is_active then perform private.end_sessions(s.id); end if;
  if s.role <> p_role then
    told := private.staff_event('staff:' || s.id, 'staff.role-changed', why, jsonb_build_object('from_role', s.role, 'to_role', p_role), now_at);
  end if;
  if s.is_active <> p_is_active then
    told := private.staff_event('staff:' || s.id, case when p_is_active then 'staff.activated' else 'staff.deactivated' end, why,
      jsonb_build_object('from_active', s.is_active, 'to_active', p_is_active, 'role', p_role), now_at);
  end if;
  return case when p_is_active then p_role else 'inactive' end;
end $$;

-- What row-level security cannot show: sessions of the auth server, and addresses that are shut out for a while after too many tries.
create function public.staff_sessions() returns table (staff_id uuid, sessions int) language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['admin', 'auditor']);
  return query select s.id, private.open_sessions(s.id, clock_timestamp()) from public.staff s;
end $$;
create function public.sign_in_lockouts(p_limit int, p_window_seconds int) returns table (kind text, subject text, tries int, ends_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['admin', 'auditor']);
  return query select split_part(w.key, ':', 2), case split_part(w.key, ':', 2) when 'device' then '' else substr(w.key, length(split_part(w.key, ':', 2)) + 10) end,
    w.hits, w.started_at + make_interval(secs => p_window_seconds)
    from private.rate_windows w where w.key like 'sign-in:%' and w.hits > p_limit and w.started_at + make_interval(secs => p_window_seconds) > clock_timestamp() order by 4 desc;
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.trader_notes', '{authenticated}'), ('select', 'public.trader_invites', '{authenticated}'), ('select', 'public.logins_list', '{authenticated}'),
  ('select (disabled_at, banned_at, last_login_at)', 'public.traders', '{authenticated}'),
  ('select (approved_by, approved_at, revoked_by)', 'public.staff_invites', '{authenticated}'),
  ('execute', 'public.add_trader_note(uuid, text)', '{authenticated}'), ('execute', 'public.invite_trader(uuid)', '{authenticated}'),
  ('execute', 'public.set_trader(uuid, text, text)', '{authenticated}'), ('execute', 'public.invite_staff(uuid, text, text, text)', '{authenticated}'),
  ('execute', 'public.decide_staff_invite(uuid, text)', '{authenticated}'), ('execute', 'public.set_staff(uuid, text, boolean, text)', '{authenticated}'),
  ('execute', 'public.staff_sessions()', '{authenticated}'), ('execute', 'public.sign_in_lockouts(integer, integer)', '{authenticated}'),
  ('execute', 'public.accept_trader_invite(jsonb)', '{service_role}');
select private.apply_grants();
