-- An address that cannot be read is none: the record of from where a deed came must never undo the deed.
create or replace function private.request_origin() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare told jsonb := nullif(current_setting('request.headers', true), '')::jsonb; said text := told ->> 'x-office-request'; secret bytea;
begin
  if said is null then return '{}'; end if;
  select s.key into secret from private.request_seals s;
  if encode(sha256(secret || convert_to(said, 'UTF8') || secret), 'hex') is distinct from told ->> 'x-office-seal' then return '{}'; end if;
  return jsonb_build_object('request_id', split_part(said, ' ', 1), 'address', host(private.plain_address(nullif(split_part(said, ' ', 2), ''))));
exception when invalid_text_representation then return '{}';
end $$;

create or replace function public.record_login(p_actor_id uuid, p_email text, p_ip text, p_user_agent text, p_succeeded boolean, p_now timestamptz, p_device_hash text default null)
returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.login_events (actor_id, email, ip, user_agent, succeeded, occurred_at, device_hash)
    values (coalesce(p_actor_id, (select s.id from public.staff s where lower(s.email) = lower(p_email)), (select t.auth_user_id from public.traders t where lower(t.email) = lower(p_email))),
      lower(p_email), private.plain_address(nullif(p_ip, '')), left(p_user_agent, 400), p_succeeded, p_now, p_device_hash);
  if p_succeeded then
    update public.staff set last_login_at = p_now where id = p_actor_id;
    update public.traders set last_login_at = p_now where auth_user_id = p_actor_id;
  end if;
end $$;
select private.apply_grants();
