-- Several machines put heads away, each in a folder of its own: one that was put away before the newest explanation speaks of a history that a person has accounted for since.
create or replace function public.anchor_standing() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_request() and coalesce(private.staff_role(), '') not in ('auditor', 'admin') then raise exception 'not-allowed' using errcode = '42501'; end if;
  return jsonb_build_object(
    'trusted', (select jsonb_build_object('up_to_event', a.up_to_event, 'events', a.events, 'streams', a.streams, 'head', a.head) from public.anchors a
      where a.is_intact or exists (select from public.anchor_acknowledgements k where k.anchor_id = a.id) order by a.id desc limit 1),
    'explained', (select coalesce(jsonb_agg(a.head), '[]') from public.anchors a join public.anchor_acknowledgements k on k.anchor_id = a.id),
    'explained_through', (select max(a.anchored_at) from public.anchors a join public.anchor_acknowledgements k on k.anchor_id = a.id),
    'open', (select jsonb_build_object('anchor_id', b.id, 'first_bad', b.first_bad, 'anchored_at', b.anchored_at, 'since', (select min(x.anchored_at) from private.open_breaks() x))
      from private.open_breaks() b order by b.id desc limit 1));
end $$;
select private.apply_grants();
