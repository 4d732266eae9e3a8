-- The list of pairs who share access: signals with the two people by name.
create view public.access_pairs_list with (security_invoker = true) as
  select s.id, s.kind, s.trader_a, s.trader_b, ta.full_name as trader_name_a, tb.full_name as trader_name_b, s.score, s.summary, s.parts, s.evidence_count, s.first_at, s.last_at, s.state, s.version,
    s.decided_at, s.decision_reason, coalesce(nullif(d.full_name, ''), d.email) as decided_by_name, s.seen_at,
    case when s.score >= 50 then 'asked' when s.score >= 25 then 'likely' else 'weak' end as weight
  from public.abuse_signals s join public.traders ta on ta.id = s.trader_a join public.traders tb on tb.id = s.trader_b left join public.staff d on d.id = s.decided_by
  where s.kind in ('shared_ip', 'shared_device');
comment on view public.access_pairs_list is 'Pairs of traders who share lines or machines, with the score that they are one person.';

create view public.ip_networks_list with (security_invoker = true) as
  select n.id, text(n.cidr) as network, family(n.cidr) as version, n.kind, n.owner, n.source, n.read_on, n.read_on::timestamptz as read_at, coalesce(nullif(s.full_name, ''), s.email) as imported_by_name, n.created_at
  from public.ip_networks n left join public.staff s on s.id = n.imported_by;
comment on view public.ip_networks_list is 'What kind of network each range is, by whose word and since when.';

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.access_pairs_list', '{authenticated}'), ('select', 'public.ip_networks_list', '{authenticated}');
select private.apply_grants();
