-- Whether the parts are there, for whoever watches from outside.

-- The history of migrations is the CLI's own table; on a database migrated by hand it is missing, which reads null.
create function public.health() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare latest text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into latest;
  end if;
  return jsonb_build_object('database', true, 'migrations', latest, 'worker_beat_at', (select max(b.beat_at) from private.worker_beats b));
end $$;
