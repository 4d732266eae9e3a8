-- Crowding has a direction: what is bought less what is sold, by symbol over all living accounts, and over the accounts that trade as one.
-- p = [[account id…]…], one list for each cluster; the answer has one list of symbols for each, in the same order. Lots and contracts are never summed together.
create function public.cluster_exposure(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['risk', 'admin', 'auditor']);
  if jsonb_typeof(p) <> 'array' or jsonb_array_length(p) > 100 then raise exception 'invalid' using errcode = '22023'; end if;
  return (select coalesce(jsonb_agg((
      select coalesce(jsonb_agg(to_jsonb(s) order by abs(s.net_lots::numeric) desc, s.symbol, s.unit), '[]') from (
        select o.symbol, o.volume_unit as unit, count(distinct o.account_id) as accounts,
          trim_scale(coalesce(sum(o.lots) filter (where o.side = 'buy'), 0))::text as buy_lots, trim_scale(coalesce(sum(o.lots) filter (where o.side = 'sell'), 0))::text as sell_lots,
          trim_scale(sum(case o.side when 'buy' then o.lots else -o.lots end))::text as net_lots
        from public.positions o join public.accounts a on a.id = o.account_id and a.status in ('pending', 'active', 'blocked', 'live')
        where o.account_id = any (select x::uuid from jsonb_array_elements_text(k.members) x) group by o.symbol, o.volume_unit) s) order by k.place), '[]')
    from jsonb_array_elements(p) with ordinality k(members, place));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.cluster_exposure(jsonb)', '{authenticated}');
select private.apply_grants();
