-- What is always true of sales, asked of the whole book: each row it answers is a sale or a refund somebody has to look at.
create function private.check_orders() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'a delivered order has an account that was opened', o.id::text, coalesce(a.status, 'none') from public.orders o left join public.accounts a on a.id = o.account_id
    where o.state = 'delivered' and (a.id is null or a.activated_at is null)
  union all select 'an order that is paid waits for its account no longer than a day', o.id::text, a.status from public.orders o join public.accounts a on a.id = o.account_id
    where o.state = 'paid' and o.created_at < now() - interval '1 day' and not exists (select from public.reviews r where r.account_id = a.id and r.state in ('open', 'claimed'))
  union all select 'an account is sold once', o.account_id::text, count(*)::text from public.orders o where o.account_id is not null group by o.account_id having count(*) > 1
  union all select 'what was given back in full runs no account', o.id::text, a.login from public.orders o
    join public.accounts a on a.id in (select private.descended_accounts(array[o.account_id])) where o.state = 'refunded' and a.status in ('pending', 'active', 'live')
      and not exists (select from public.events e where e.account_id = a.id and e.kind = 'account.unblocked')
  union all select 'an order that waits has somebody to look at it', o.id::text, coalesce(o.problem, '') from public.orders o where o.state = 'undeliverable'
    and not exists (select from public.reviews r where r.kind = 'order' and r.subject_id = o.id::text) $$;
