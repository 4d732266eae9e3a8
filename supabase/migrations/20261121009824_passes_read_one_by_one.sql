-- Many passes approved at once leave out those over a rule that could not be judged: nobody has read which one it is.
create or replace function public.decide_reviews(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one record; answer jsonb; done int := 0; left_out jsonb := '[]'; matching int; found uuid[]; is_dry boolean := coalesce((p ->> 'dry_run')::boolean, true); problem text; detail text;
begin
  perform private.require_staff(private.review_deciders(coalesce(p ->> 'kind', 'payout')));
  if coalesce(p ->> 'kind', '') in ('', 'live_activation', 'payout') then raise exception 'one-by-one' using errcode = '22023'; end if;
  select array_agg(r.id order by r.account_id nulls last, r.id), count(*) into found, matching from public.reviews r
    where r.kind = p ->> 'kind' and r.state in ('open', 'claimed') and (p ->> 'rule' is null or r.rule = p ->> 'rule')
      and (coalesce(p -> 'ids', 'null') = 'null' or r.id in (select x::uuid from jsonb_array_elements_text(p -> 'ids') x));
  if matching > 500 then raise exception 'too-many' using errcode = '22023'; end if;
  if matching is distinct from (p ->> 'expected')::int then return jsonb_build_object('outcome', 'drift', 'matching', matching); end if;
  for one in select r.id, r.version, r.account_id from unnest(found) with ordinality f(id, place) join public.reviews r on r.id = f.id order by f.place loop
    begin
      -- What nobody knew is passed over by somebody who reads what it is, one account at a time.
      if p ->> 'kind' = 'phase_pass' and p ->> 'decision' = 'approved' and private.unknown_codes(one.account_id) <> '{}' then
        raise exception 'blocked' using errcode = '55000', detail = array_to_string(private.unknown_codes(one.account_id), ','); end if;
      answer := public.decide_review(one.id, one.version, p ->> 'decision', p ->> 'reason', p ->> 'choice');
      if answer ->> 'outcome' = 'decided' then done := done + 1; else left_out := left_out || jsonb_build_object('id', one.id, 'code', 'claimed-by-another'); end if;
      -- The rehearsal is the act itself, taken back: it cannot differ from what would be done.
      if is_dry then raise exception 'rehearsed' using errcode = 'TL001'; end if;
    exception when sqlstate 'TL001' then null;
      when serialization_failure or deadlock_detected then raise;
      when others then
        get stacked diagnostics problem = message_text, detail = pg_exception_detail;
        left_out := left_out || jsonb_build_object('id', one.id, 'code', problem, 'detail', nullif(detail, ''));
    end;
  end loop;
  return jsonb_build_object('outcome', case when is_dry then 'rehearsed' else 'decided' end, 'matching', matching, 'done', done, 'left_out', left_out);
end $$;

select private.apply_grants();
