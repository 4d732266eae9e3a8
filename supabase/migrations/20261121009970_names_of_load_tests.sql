-- What a load test leaves is removed for good, so nothing else may ever take its name: not a source that is renamed, and not an account
-- whose platform names such a server.

create function private.keep_names_of_load_tests() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.connections c where c.id = new.connection_id and c.server = new.server) then
    raise exception 'name-kept' using errcode = '22023';
  end if;
  return new;
end $$;
create trigger accounts_keep_names_of_load_tests before insert or update of server, connection_id on public.accounts for each row when (new.server like 'scale:%')
  execute function private.keep_names_of_load_tests();

select private.apply_grants();
