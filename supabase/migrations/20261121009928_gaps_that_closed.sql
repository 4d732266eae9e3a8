-- A deal that comes late closes the gap it left: nobody is asked any more why the broker's balance differed from the sum of its deals.
create function private.close_gap_reviews(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare r public.reviews; total int := 0;
begin
  for r in select x.* from public.reviews x join public.account_facts f on f.account_id = x.account_id
      where x.kind = 'data' and x.rule = 'balance-differs' and x.state in ('open', 'claimed') and f.facts ->> 'balance_gap_cents' = '0' order by x.id limit 1000 loop
    perform private.cancel_job_review(r, 'the deals that were missing have come, and the balance agrees again', p_now);
    total := total + 1;
  end loop;
  return total;
end $$;

create or replace function public.tend_lifecycle(p_now timestamptz) returns jsonb language sql security definer set search_path = '' as $$
  select jsonb_build_object('gaps', private.close_gap_reviews(p_now), 'overdue', private.alert_overdue(p_now), 'pending', private.tend_pending(p_now), 'passes', private.tend_passes(p_now),
    'orders', private.tend_orders(p_now), 'jobs', private.close_job_reviews(p_now)) $$;

select private.apply_grants();
