-- A session kept for weeks never signs in again, so a visit of the portal is kept as well: one a day for each line.
create function public.note_portal_visit(p_trader_id uuid, p_ip text, p_user_agent text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare address inet := private.plain_address(p_ip); made uuid;
begin
  if address is null or not exists (select from public.traders t where t.id = p_trader_id) then return false; end if;
  insert into public.ip_events (trader_id, ip, origin_id, kind, client, external_id, occurred_at, received_at)
    values (p_trader_id, address, private.keep_origin(address), 'portal', left(p_user_agent, 255),
      'visit:' || p_trader_id || ':' || (p_now at time zone 'UTC')::date || ':' || host(address), p_now, p_now)
    on conflict (account_id, kind, external_id) do nothing returning id into made;
  return made is not null;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.note_portal_visit(uuid, text, text, timestamptz)', '{service_role}');
select private.apply_grants();
