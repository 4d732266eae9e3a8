-- Whether an account is flagged for copying is for staff: who copies is not told that it was seen. The column is granted to nobody, and the list asks who reads.
create index accounts_flagged on public.accounts (id) where copy_flag;

create function private.sees_flags() returns boolean language sql stable security definer set search_path = '' as $$ select not private.is_request() or private.is_staff() $$;
-- All of them at once: there are few, and asking account by account would cost a call for every row of a list.
create function private.flagged_accounts() returns setof uuid language sql stable security definer rows 100 set search_path = '' as $$
  select a.id from public.accounts a where a.copy_flag and (select private.sees_flags()) $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'private.sees_flags()', '{authenticated,service_role}'),
  ('execute', 'private.flagged_accounts()', '{authenticated,service_role}');
select private.apply_grants();
