-- What providers say left, beside what we booked. A statement is kept as it came, byte for byte; what is not the same on both sides is written down, and a person decides each.
create table public.payout_statements (
  id uuid primary key default gen_random_uuid(), provider text not null check (provider in ('simulated', 'stripe', 'nowpayments', 'rise', 'bank')),
  file_name text not null check (length(file_name) between 1 and 200), bytes bytea not null check (octet_length(bytes) between 1 and 1048576), sha256 text not null,
  covers_from timestamptz not null, covers_until timestamptz not null, totals jsonb not null default '[]', imported_by uuid not null references public.staff, imported_at timestamptz not null,
  compared_at timestamptz not null, created_at timestamptz not null default now(), unique (provider, sha256),
  check (covers_from < covers_until));
create index payout_statements_imported_by on public.payout_statements (imported_by);
create index payout_statements_imported on public.payout_statements (imported_at desc, id);
comment on table public.payout_statements is 'Statements of those who carry payouts, with their bytes as they came. The same statement is taken once.';
alter table public.payout_statements enable row level security;
create policy "those who pay or audit see the statements" on public.payout_statements for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));

create table public.payout_statement_lines (
  statement_id uuid not null references public.payout_statements, line int not null check (line > 0), key text not null, reference text not null, words text not null default '',
  state text not null check (state in ('left', 'sent', 'paid', 'failed', 'returned', 'other')), amount_cents public.money_cents, fee_cents public.money_cents not null default 0, currency text,
  occurred_at timestamptz, created_at timestamptz not null default now(), primary key (statement_id, line),
  check ((state = 'other') = (amount_cents is null)), check ((amount_cents is null) = (currency is null)), check (amount_cents >= 0), check (fee_cents >= 0));
comment on table public.payout_statement_lines is 'Each line of a statement as it was read; those about no payout are kept and compared with nothing.';
alter table public.payout_statement_lines enable row level security;
create policy "those who pay or audit see the lines" on public.payout_statement_lines for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));

create table public.payout_differences (
  id uuid primary key default gen_random_uuid(), statement_id uuid not null references public.payout_statements, payout_id uuid references public.payouts, reference text,
  kind text not null check (kind in ('only-theirs', 'only-ours', 'twice-theirs', 'amount-differs', 'state-differs', 'fee-taken')), ours text, theirs text, effect jsonb not null default '[]',
  state text not null default 'open' check (state in ('open', 'decided', 'agrees-now')), decision text check (decision in ('theirs-to-mend', 'matter-of-time', 'explained', 'booked')), note text,
  decided_by uuid references public.staff, decided_at timestamptz, version bigint not null default 1, found_at timestamptz not null, created_at timestamptz not null default now(),
  unique nulls not distinct (statement_id, kind, payout_id, reference, theirs),
  check ((state = 'decided') = (decision is not null and note is not null and decided_by is not null and decided_at is not null)), check (trim(note) <> ''));
create index payout_differences_payout on public.payout_differences (payout_id);
create index payout_differences_decided_by on public.payout_differences (decided_by);
create index payout_differences_open on public.payout_differences (state, statement_id);
comment on table public.payout_differences is 'What a statement and the ledger do not agree on. Each is decided by a person with a note; none is taken away.';
alter table public.payout_differences enable row level security;
create policy "those who pay or audit see the differences" on public.payout_differences for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));

create table public.payout_adjustments (
  id uuid primary key default gen_random_uuid(), difference_id uuid not null references public.payout_differences, ledger_account text not null check (ledger_account in ('receivable', 'provider-fees', 'written-off')),
  amount_cents public.money_cents not null check (amount_cents <> 0), currency text not null, reason text not null check (trim(reason) <> ''), proposed_by uuid not null references public.staff,
  proposed_at timestamptz not null, state text not null default 'proposed' check (state in ('proposed', 'booked', 'refused')), decided_by uuid references public.staff, decided_at timestamptz, decision_reason text,
  transaction_id uuid unique references public.ledger_transactions, created_at timestamptz not null default now(),
  constraint who_books_did_not_propose check (decided_by <> proposed_by), check ((state = 'proposed') = (decided_by is null)), check ((state = 'booked') = (transaction_id is not null)));
create unique index one_proposal_at_a_time on public.payout_adjustments (difference_id, currency) where state = 'proposed';
create index payout_adjustments_difference on public.payout_adjustments (difference_id);
create index payout_adjustments_proposed_by on public.payout_adjustments (proposed_by);
create index payout_adjustments_decided_by on public.payout_adjustments (decided_by);
comment on table public.payout_adjustments is 'Corrections of the ledger after a difference: one person proposes, another books. Traders'' balances are never touched by one.';
alter table public.payout_adjustments enable row level security;
create policy "those who pay or audit see the adjustments" on public.payout_adjustments for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));

create function private.guard_statement() returns trigger language plpgsql set search_path = '' as $$
declare was jsonb := to_jsonb(old); now_is jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) end; may_change text[];
begin
  if tg_op = 'DELETE' then raise exception '% is never deleted', tg_table_name; end if;
  if tg_table_name = 'payout_statements' then may_change := array['totals', 'compared_at'];
  elsif tg_table_name = 'payout_differences' then
    if was ->> 'state' = 'decided' then raise exception 'a decided difference stays decided' using errcode = '23514'; end if;
    may_change := array['ours', 'effect', 'state', 'decision', 'note', 'decided_by', 'decided_at', 'version'];
    new.version := old.version + 1;
  else
    if was ->> 'state' <> 'proposed' then raise exception 'an adjustment is decided once' using errcode = '23514'; end if;
    may_change := array['state', 'decided_by', 'decided_at', 'decision_reason', 'transaction_id'];
  end if;
  if was - may_change is distinct from now_is - may_change then raise exception 'immutable column of %', tg_table_name; end if;
  return new;
end $$;
create trigger guard_statement before update or delete on public.payout_statements for each row execute function private.guard_statement();
create trigger guard_statement before update or delete on public.payout_differences for each row execute function private.guard_statement();
create trigger guard_statement before update or delete on public.payout_adjustments for each row execute function private.guard_statement();
create trigger lines_are_append_only before update or delete on public.payout_statement_lines for each row execute function private.refuse();
create trigger statements_are_never_truncated before truncate on public.payout_statements for each statement execute function private.refuse();
create trigger lines_are_never_truncated before truncate on public.payout_statement_lines for each statement execute function private.refuse();
create trigger differences_are_never_truncated before truncate on public.payout_differences for each statement execute function private.refuse();
create trigger adjustments_are_never_truncated before truncate on public.payout_adjustments for each statement execute function private.refuse();

-- p = { provider, from, until, names }: the payouts a statement of that time has to speak of, and those it names whenever they were sent.
create function public.payouts_of_statement(p jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('payout_id', o.id, 'key', 'payout:' || o.id || ':' || o.attempt_group, 'reference', o.provider_ref, 'amount_cents', o.requested_cents, 'currency', o.currency,
    'state', o.state) order by o.id), '[]')
  from public.payouts o where o.provider = p ->> 'provider' and ((o.sent_at >= (p ->> 'from')::timestamptz and o.sent_at < (p ->> 'until')::timestamptz)
    or o.id::text in (select jsonb_array_elements_text(p -> 'names')) or o.provider_ref in (select jsonb_array_elements_text(p -> 'names'))
    or 'payout:' || o.id || ':' || o.attempt_group in (select jsonb_array_elements_text(p -> 'names'))) $$;

-- What the simulated provider's own book says, so that it is compared like any other.
create function public.simulated_statement(p_from timestamptz, p_until timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'reference', t.reference, 'amount_cents', t.amount_cents, 'currency', t.currency, 'asked', t.asked, 'made_at', t.made_at) order by t.made_at, t.key), '[]')
  from private.simulated_transfers t where t.made_at >= p_from and t.made_at < p_until $$;

-- What differs now, beside what is known: new ones are written down, decided ones stay decided, and open ones that are gone agree now.
create function private.record_differences(p_statement uuid, p_differences jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare found_new int; gone int;
begin
  insert into public.payout_differences (statement_id, kind, payout_id, reference, ours, theirs, effect, found_at)
    select p_statement, d.kind, d.payout_id, d.reference, d.ours, d.theirs, coalesce(d.effect, '[]'), p_now
    from jsonb_to_recordset(p_differences) as d(kind text, payout_id uuid, reference text, ours text, theirs text, effect jsonb)
    on conflict (statement_id, kind, payout_id, reference, theirs) do update set state = 'open', ours = excluded.ours, effect = excluded.effect
      where public.payout_differences.state = 'agrees-now' or (public.payout_differences.state = 'open' and public.payout_differences.ours is distinct from excluded.ours);
  get diagnostics found_new = row_count;
  update public.payout_differences x set state = 'agrees-now' where x.statement_id = p_statement and x.state = 'open' and not exists (
    select from jsonb_to_recordset(p_differences) as d(kind text, payout_id uuid, reference text, theirs text)
    where (d.kind, d.payout_id, d.reference, d.theirs) is not distinct from (x.kind, x.payout_id, x.reference, x.theirs));
  get diagnostics gone = row_count;
  return jsonb_build_object('found', found_new, 'gone', gone);
end $$;

-- p = { provider, file_name, bytes_base64, covers_from, covers_until, lines, differences, totals, imported_by, now }. Taken once: the same bytes again answer the first.
create function public.import_statement(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare raw bytea := decode(p ->> 'bytes_base64', 'base64'); made uuid; now_at timestamptz := (p ->> 'now')::timestamptz; told jsonb;
begin
  if not exists (select from public.staff s where s.id = (p ->> 'imported_by')::uuid and s.is_active and s.role in ('finance', 'admin')) then raise exception 'unknown-person' using errcode = 'P0002'; end if;
  insert into public.payout_statements (provider, file_name, bytes, sha256, covers_from, covers_until, totals, imported_by, imported_at, compared_at)
    values (p ->> 'provider', p ->> 'file_name', raw, encode(sha256(raw), 'hex'), (p ->> 'covers_from')::timestamptz, (p ->> 'covers_until')::timestamptz, coalesce(p -> 'totals', '[]'),
      (p ->> 'imported_by')::uuid, now_at, now_at) on conflict (provider, sha256) do nothing returning id into made;
  if made is null then
    return jsonb_build_object('outcome', 'known', 'id', (select s.id from public.payout_statements s where s.provider = p ->> 'provider' and s.sha256 = encode(sha256(raw), 'hex')));
  end if;
  insert into public.payout_statement_lines (statement_id, line, key, reference, words, state, amount_cents, fee_cents, currency, occurred_at)
    select made, l.line, coalesce(l.key, ''), coalesce(l.reference, ''), coalesce(l.words, ''), l.state, l.amount_cents, coalesce(l.fee_cents, 0), l.currency, l.occurred_at
    from jsonb_to_recordset(p -> 'lines') as l(line int, key text, reference text, words text, state text, amount_cents bigint, fee_cents bigint, currency text, occurred_at timestamptz);
  told := private.record_differences(made, p -> 'differences', now_at);
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'payout-statement.imported', 'actor_kind', 'staff', 'actor_id', p ->> 'imported_by', 'data',
    told || jsonb_build_object('statement_id', made, 'provider', p ->> 'provider', 'file_name', p ->> 'file_name', 'sha256', encode(sha256(raw), 'hex'), 'lines', jsonb_array_length(p -> 'lines')))), now_at);
  return told || jsonb_build_object('outcome', 'imported', 'id', made);
end $$;

-- What a statement of ours says, for whoever compares it anew.
create function public.load_statement(p_id uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('provider', s.provider, 'covers_from', s.covers_from, 'covers_until', s.covers_until, 'lines', (select coalesce(jsonb_agg(to_jsonb(l) order by l.line), '[]')
    from public.payout_statement_lines l where l.statement_id = s.id and l.state <> 'other')) from public.payout_statements s where s.id = p_id $$;

-- p = { id, differences, totals, compared_by, now }.
create function public.record_comparison(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare s public.payout_statements; now_at timestamptz := (p ->> 'now')::timestamptz; told jsonb;
begin
  select * into s from public.payout_statements x where x.id = (p ->> 'id')::uuid for update;
  if s.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  update public.payout_statements set totals = p -> 'totals', compared_at = now_at where id = s.id;
  told := private.record_differences(s.id, p -> 'differences', now_at);
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'payout-statement.compared', 'actor_kind', 'staff', 'actor_id', p ->> 'compared_by', 'data',
    told || jsonb_build_object('statement_id', s.id))), now_at);
  return told;
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('select (id, provider, file_name, sha256, covers_from, covers_until, totals, imported_by, imported_at, compared_at, created_at)', 'public.payout_statements', '{authenticated}');
insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['payout_statement_lines', 'payout_differences', 'payout_adjustments']) t;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['payouts_of_statement(jsonb)', 'simulated_statement(timestamptz, timestamptz)', 'import_statement(jsonb)', 'load_statement(uuid)',
  'record_comparison(jsonb)']) f;
select private.apply_grants();
