-- Only the erasing function writes here, and takes its line away before it ends: nobody else ever sees one. The setting `tideline.erasing` only spares everybody else the look; by itself it opens nothing.
create table private.erasing (xid xid8 primary key, created_at timestamptz not null default now());
comment on table private.erasing is 'The transaction that erases somebody right now.';
alter table private.erasing enable row level security;
create function private.begin_erasing() returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into private.erasing (xid) values (pg_catalog.pg_current_xact_id());
  perform set_config('tideline.erasing', 'on', true);
end $$;
create function private.end_erasing() returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from private.erasing e where e.xid = pg_catalog.pg_current_xact_id();
  perform set_config('tideline.erasing', '', true);
end $$;
create function private.is_erasing() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select from private.erasing e where e.xid = pg_catalog.pg_current_xact_id_if_assigned()) $$;

-- What may lose its words while somebody is erased, and no more: no amount, no date, no state, no id and no link of a chain.
create function private.only_forgets() returns trigger language plpgsql set search_path = '' as $$
declare may_go constant text[] := array['reason', 'body', 'body_base64', 'headers', 'last_error', 'data', 'request_id', 'address', 'email', 'ip', 'user_agent', 'device_hash', 'rejection_reason', 'hold_reason',
    'checks', 'effect', 'evidence', 'decision_reason', 'lift_reason', 'note', 'comment', 'words', 'bytes', 'received', 'closure_reason', 'trading_off_reason', 'answer', 'error', 'product_name', 'problem'] || tg_argv[0]::text[];
begin
  if tg_op = 'DELETE' then
    if 'rows' = any (may_go) then return old; end if;
    raise exception '% is never deleted', tg_table_name;
  end if;
  if to_jsonb(new) - may_go is distinct from to_jsonb(old) - may_go then raise exception 'erasing changes no more than words: %', tg_table_name; end if;
  return new;
end $$;

do $$
declare t record;
begin
  for t in select g.tgname, c.relname, pg_catalog.pg_get_triggerdef(g.oid) as def from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid join pg_catalog.pg_proc p on p.oid = g.tgfoid
      where c.relnamespace = 'public'::regnamespace and not g.tgisinternal and g.tgqual is null and (g.tgtype & 3) = 3 and (p.proname = 'refuse' or p.proname like 'guard\_%')
        and c.relname not in ('account_transitions', 'order_transitions', 'kyc_transitions', 'ledger_entries', 'settings', 'rule_sets', 'staff', 'traders', 'symbols', 'anchors', 'legal_notices') order by g.oid loop
    execute format('drop trigger %I on public.%I', t.tgname, t.relname);
    execute replace(t.def, ' EXECUTE FUNCTION ', $w$ WHEN (coalesce(current_setting('tideline.erasing', true), '') = '' or not private.is_erasing()) EXECUTE FUNCTION $w$);
    if not exists (select from pg_catalog.pg_trigger g where g.tgrelid = format('public.%I', t.relname)::regclass and g.tgname = 'only_forgets') then
      execute format('create trigger only_forgets before update or delete on public.%I for each row when (coalesce(current_setting(''tideline.erasing'', true), '''') <> '''' and private.is_erasing()) execute function private.only_forgets(%L)', t.relname,
        -- What is generated is not known yet when the row is looked at, and nobody can write it.
        array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = format('public.%I', t.relname)::regclass and a.attgenerated <> '')
          || case t.relname when 'ip_events' then '{rows}' when 'kyc_reports' then '{external_id,reference,codes}' when 'accounts' then '{login}'
          when 'payout_statements' then '{file_name}' when 'payout_statement_lines' then '{reference,key}' when 'payout_differences' then '{reference,ours,theirs}' else '{}' end::text[]);
    end if;
  end loop;
end $$;

-- Nothing brings a person back into the row of somebody who was forgotten.
create function private.keep_forgotten() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if private.is_erasing() or not exists (select from public.traders t where t.id = case tg_table_name when 'traders' then (to_jsonb(new) ->> 'id') else to_jsonb(new) ->> 'trader_id' end::uuid and t.erased_at is not null) then
    return new; end if;
  raise exception 'erased' using errcode = '55000';
end $$;
create trigger keep_forgotten before update on public.traders for each row when (old.erased_at is not null) execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.trader_notes for each row execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.beneficiaries for each row execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.trader_invites for each row execute function private.keep_forgotten();

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.legal_holds', '{authenticated}'), ('select', 'public.trader_erasures', '{authenticated}'),
  ('select (erased_at)', 'public.traders', '{authenticated}');
select private.apply_grants();
