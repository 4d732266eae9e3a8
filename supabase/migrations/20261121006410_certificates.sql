-- A version is published by staff only as it was checked: it compiled, it kept its preset's worked cases, and whoever signs saw its preview to the end. The
-- database cannot compile a document, so the server that did leaves a certificate here, and publishing asks for the one that fits the document to the letter.
create table private.rule_set_certificates (
  rule_set_id uuid not null references public.rule_sets on delete cascade, staff_id uuid not null references public.staff, checksum text not null,
  effective_from timestamptz, certificate jsonb not null, certified_at timestamptz not null, created_at timestamptz not null default now(),
  primary key (rule_set_id, staff_id), constraint says_what_was_checked check (jsonb_typeof(certificate) = 'object' and certificate ? 'engine' and certificate ? 'cases'));
create index rule_set_certificates_staff on private.rule_set_certificates (staff_id);
comment on table private.rule_set_certificates is 'Which draft was checked for whom, by which engine and worked cases; one that was edited since is certified no more.';
alter table private.rule_set_certificates enable row level security;

-- p = { rule_set_id, staff_id, checksum, certificate: { engine, cases, warnings }, now }; the service alone may say it, for the person who signs next.
create function public.certify_rule_set(p jsonb) returns boolean language plpgsql security definer set search_path = '' as $$
declare r public.rule_sets;
begin
  select * into r from public.rule_sets where id = (p ->> 'rule_set_id')::uuid for update;
  if r.id is null or r.state <> 'draft' or r.checksum is distinct from p ->> 'checksum' then return false; end if;
  insert into private.rule_set_certificates as c (rule_set_id, staff_id, checksum, effective_from, certificate, certified_at)
    values (r.id, (p ->> 'staff_id')::uuid, r.checksum, r.effective_from, p -> 'certificate', (p ->> 'now')::timestamptz)
    on conflict (rule_set_id, staff_id) do update set checksum = excluded.checksum, effective_from = excluded.effective_from, certificate = excluded.certificate,
      certified_at = excluded.certified_at;
  return true;
end $$;

-- The second person is whoever signs, and cannot be whoever wrote the draft last. The checksum is what they saw.
create function public.publish_rule_set(p_id uuid, p_checksum text, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['config', 'admin']); r public.rule_sets; c private.rule_set_certificates;
begin
  p_now := private.honest_now(p_now);
  select * into r from public.rule_sets where id = p_id for update;
  if r.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if r.state <> 'draft' then raise exception 'already-decided' using errcode = '55000'; end if;
  if r.checksum <> p_checksum then raise exception 'stale' using errcode = '55000'; end if;
  if r.created_by is null or r.created_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  select * into c from private.rule_set_certificates x where x.rule_set_id = p_id and x.staff_id = who;
  if c.checksum is distinct from r.checksum or c.effective_from is distinct from r.effective_from then raise exception 'not-certified' using errcode = '55000'; end if;
  update public.rule_sets set state = 'published', published_at = p_now, effective_from = greatest(coalesce(effective_from, p_now), p_now), published_by = r.created_by,
    second_person = who, published_via = 'office' where id = p_id;
  perform private.append_events('rule-set:' || p_id, jsonb_build_array(jsonb_build_object('kind', 'rule-set.published', 'data', jsonb_build_object('rule_set_id', p_id, 'version', r.version,
    'checksum', r.checksum, 'proposed_by', r.created_by, 'certificate', c.certificate, 'certified_at', c.certified_at))), p_now);
  return 'published';
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.certify_rule_set(jsonb)', '{service_role}');
select private.apply_grants();
