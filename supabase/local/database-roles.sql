-- What a hosted Supabase project has inside its database before the first migration, default privileges included: a migration that
-- forgets to revoke shows here exactly as it would there. Run by the superuser in each database; running it again changes nothing.
create schema if not exists extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;
alter schema public owner to postgres;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant all on sequences to anon, authenticated, service_role;
