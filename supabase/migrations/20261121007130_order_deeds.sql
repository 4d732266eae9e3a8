-- What staff do to orders: deliver again, which is the same as once, and match by hand what the catalogue could not.
-- Reviews are locked before anything is told, as those do who decide them.
create function private.lock_order_reviews(p_order uuid) returns void language plpgsql security definer set search_path = '' as
$$ begin perform from public.reviews r where r.kind = 'order' and r.subject_id = p_order::text and r.state in ('open', 'claimed') order by r.id for update; end $$;

create function private.close_order_review(o public.orders, p_who uuid, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.reviews set state = 'approved', decided_by = p_who, decided_at = p_now, decision_reason = p_reason
    where kind = 'order' and subject_id = o.id::text and state in ('open', 'claimed') and rule not in ('refund', 'dispute');
end $$;

-- Answers where the order stands. What was delivered is left alone; what could not be is tried against the catalogue as it is now.
create function public.deliver_order(p_id uuid, p_version bigint) returns text language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare who uuid := private.require_staff(array['support', 'admin']); o public.orders; wanted uuid; trouble text; now_at timestamptz := clock_timestamp();
begin
  select * into o from public.orders where id = p_id;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.lock_payment(o.provider, o.payment_ref);
  select * into o from public.orders where id = p_id for update;
  if o.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  perform private.lock_order_reviews(o.id);
  if o.state = 'undeliverable' and o.problem not in ('partly-refunded', 'order-changed') then
    select min(c.id::text)::uuid into wanted from public.challenge_types c where c.product_id = any (o.product_refs) and not c.is_archived having count(*) = 1;
    trouble := private.order_problem(o, wanted, now_at);
    if trouble is null then
      o := private.open_order(o, wanted, now_at);
      perform private.close_order_review(o, who, 'delivered again', now_at);
    elsif trouble <> o.problem then
      update public.orders set problem = trouble where id = o.id returning * into o;
    end if;
  elsif o.state = 'paid' then
    perform private.add_job('provision-account', jsonb_build_object('account_id', o.account_id), now_at, 'provision:' || o.account_id, 'account:' || o.account_id);
  end if;
  perform private.order_event(o, 'order.delivered-again', null, jsonb_build_object('problem', o.problem), now_at);
  return o.state;
end $$;

-- The person names product and buyer and answers for the difference; the amount that was paid stays as it was.
create function public.match_order(p_id uuid, p_version bigint, p_challenge_type uuid, p_email text, p_reason text) returns text
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare who uuid := private.require_staff(array['support', 'admin']); why text := private.need_reason(p_reason); o public.orders; buyer uuid; trouble text; now_at timestamptz := clock_timestamp();
begin
  select * into o from public.orders where id = p_id;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.lock_payment(o.provider, o.payment_ref);
  select * into o from public.orders where id = p_id for update;
  if o.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  if o.state <> 'undeliverable' then raise exception 'already-decided' using errcode = '55000'; end if;
  if not exists (select from public.challenge_types c where c.id = p_challenge_type and not c.is_archived) then raise exception 'unknown-product' using errcode = 'P0002'; end if;
  perform private.lock_order_reviews(o.id);
  buyer := case when coalesce(trim(p_email), '') = '' then o.trader_id
    else public.register_trader(jsonb_build_object('email', p_email, 'full_name', '', 'now', now_at)) end;
  trouble := private.delivery_problem(buyer, p_challenge_type, now_at);
  if trouble is not null then raise exception '%', trouble using errcode = '22023'; end if;
  update public.orders set trader_id = buyer, matched_by = who where id = o.id returning * into o;
  o := private.open_order(o, p_challenge_type, now_at);
  perform private.order_event(o, 'order.matched', why, jsonb_build_object('challenge_type_id', p_challenge_type), now_at);
  perform private.close_order_review(o, who, why, now_at);
  return o.state;
end $$;

-- A dispute that was won: the sale stands again. Letting the account go is a deed of its own on the account.
create function public.close_dispute(p_id uuid, p_version bigint, p_reason text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); o public.orders;
begin
  select * into o from public.orders where id = p_id for update;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if o.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  if o.state <> 'disputed' or o.account_id is null then raise exception 'already-decided' using errcode = '55000'; end if;
  update public.orders set state = 'delivered' where id = o.id returning * into o;
  perform private.order_event(o, 'order.dispute-won', why, jsonb_build_object('decided_by', who), clock_timestamp());
  return o.state;
end $$;

create view public.orders_list with (security_invoker = true) as
  select o.id, o.provider, o.order_id, o.line_item, o.unit, o.quantity, o.payment_ref, o.product_refs, o.product_name, o.trader_id, t.full_name as trader_name,
    private.contact_email(o.trader_id, (select private.sees_contact())) as trader_email, o.challenge_type_id, c.title as challenge_title, o.account_id, a.login, a.status as account_status,
    o.amount_cents::bigint as amount_cents, o.currency, o.state, o.problem, o.inbox_id, o.connection_id, n.slug as connection_slug, o.matched_by, o.paid_at, o.delivered_at,
    o.version, o.created_at,
    -- What needs a hand comes first, the newest of each kind first.
    (case o.state when 'undeliverable' then 0 when 'disputed' then 1 when 'paid' then 2 when 'received' then 2 else 3 end)::bigint * 100000000000
      - extract(epoch from o.created_at)::bigint as attention
  from public.orders o left join public.traders t on t.id = o.trader_id left join public.challenge_types c on c.id = o.challenge_type_id
  left join public.accounts a on a.id = o.account_id left join public.connections n on n.id = o.connection_id;
comment on view public.orders_list is 'Units sold with their buyer, product and account; the address as the reader may see it.';

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['orders', 'order_returns', 'order_transitions', 'orders_list']) t;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['deliver_order(uuid, bigint)', 'match_order(uuid, bigint, uuid, text, text)',
  'return_order(uuid, bigint, text, text)', 'close_dispute(uuid, bigint, text)']) f;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['provision_order(jsonb)', 'record_return(jsonb)']) f;
select private.apply_grants();
