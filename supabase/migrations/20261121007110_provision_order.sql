-- A paid order becomes accounts, exactly once per unit. Whatever does not fit the catalogue to the cent waits for a person and is never guessed.
create function private.order_event(o public.orders, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('staff:firm', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'trader_id', o.trader_id, 'account_id', o.account_id))
    || jsonb_build_object('data', jsonb_build_object('order', o.id, 'provider', o.provider, 'order_id', o.order_id, 'line_item', o.line_item, 'unit', o.unit, 'state', o.state)
      || coalesce(p_data, '{}'))), p_now) $$;

create function private.order_review(o public.orders, p_rule text, p_evidence jsonb, p_due timestamptz, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
    values ('order', o.account_id, o.trader_id, o.id::text, p_rule, p_rule, jsonb_build_object('order', o.id, 'provider', o.provider, 'order_id', o.order_id, 'line_item', o.line_item,
      'unit', o.unit, 'amount_cents', o.amount_cents, 'currency', o.currency, 'inbox_id', o.inbox_id) || coalesce(p_evidence, '{}'), p_due, p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning id into made;
  if made is not null then perform private.order_event(o, 'review.opened', p_rule, jsonb_build_object('review_id', made, 'review_kind', 'order', 'rule', p_rule), p_now); end if;
  return made;
end $$;

-- Locks a payment: its order and what came back of it may arrive in any order and at once.
create function private.lock_payment(p_provider text, p_payment_ref text) returns void language sql set search_path = '' as
$$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('payment:' || p_provider || ':' || p_payment_ref, 7)) $$;

-- What keeps a unit from being delivered, or null. The product is the one whose id the provider named; two that fit are one too many.
create function private.order_problem(o public.orders, p_challenge_type uuid, p_now timestamptz) returns text language plpgsql stable security definer set search_path = '' as $$
declare ct public.challenge_types;
begin
  if p_challenge_type is null then
    return case (select count(*) from public.challenge_types c where c.product_id = any (o.product_refs) and not c.is_archived)
      when 0 then case when exists (select from public.challenge_types c where c.product_id = any (o.product_refs)) then 'archived-product' else 'unknown-product' end
      else 'ambiguous-product' end;
  end if;
  select * into strict ct from public.challenge_types c where c.id = p_challenge_type;
  if upper(o.currency) <> upper(ct.currency) then return 'currency-differs'; end if;
  if o.amount_cents <> ct.price_cents then return 'price-differs'; end if;
  return private.delivery_problem(o.trader_id, p_challenge_type, p_now);
end $$;

create function private.delivery_problem(p_trader uuid, p_challenge_type uuid, p_now timestamptz) returns text language plpgsql stable security definer set search_path = '' as $$
declare first_phase uuid;
begin
  select p.id into first_phase from public.phases p where p.challenge_type_id = p_challenge_type order by p.position limit 1;
  if first_phase is null then return 'no-phases'; end if;
  if private.rule_set_in_force(first_phase, p_now) is null then return 'no-rules'; end if;
  if not exists (select from public.challenge_types c where c.id = p_challenge_type and coalesce(c.connection_id, private.default_connection(null)) is not null) then return 'no-connection'; end if;
  -- A source that was switched off takes no message, so an account opened on it would be judged by nobody.
  if exists (select from public.challenge_types c join public.connections n on n.id = c.connection_id where c.id = p_challenge_type and n.status <> 'active') then return 'source-off'; end if;
  if p_trader is null then return 'no-buyer'; end if;
  if not exists (select from public.traders t where t.id = p_trader and t.is_active) then return 'trader-disabled'; end if;
  return null;
end $$;

create function private.hold_order(o public.orders, p_problem text, p_now timestamptz) returns public.orders language plpgsql security definer set search_path = '' as $$
declare held public.orders;
begin
  update public.orders set state = 'undeliverable', problem = p_problem where id = o.id returning * into held;
  perform private.order_event(held, 'order.undeliverable', p_problem, null, p_now);
  perform private.order_review(held, p_problem, jsonb_build_object('product_refs', to_jsonb(held.product_refs), 'product_name', held.product_name), p_now + interval '4 hours', p_now);
  return held;
end $$;

-- The account is opened under the order's own key, so whoever repeats this finds the account that is there.
create function private.open_order(o public.orders, p_challenge_type uuid, p_now timestamptz) returns public.orders language plpgsql security definer set search_path = '' as $$
declare opened uuid; done public.orders; ct public.challenge_types;
begin
  select * into strict ct from public.challenge_types c where c.id = p_challenge_type;
  opened := private.open_pending_account(jsonb_build_object('trader_id', o.trader_id, 'connection_id', ct.connection_id, 'opened_from_account_id', null, 'key', 'order:' || o.id,
    'reason', 'order', 'phase_id', (select p.id from public.phases p where p.challenge_type_id = ct.id order by p.position limit 1)), p_now);
  update public.orders set state = 'paid', problem = null, challenge_type_id = ct.id, account_id = opened, paid_at = coalesce(paid_at, p_now) where id = o.id returning * into done;
  perform private.order_event(done, 'order.paid', null, jsonb_build_object('challenge_type_id', ct.id, 'amount_cents', done.amount_cents, 'currency', done.currency), p_now);
  return done;
end $$;

create function private.place_order(o public.orders, p_problem text, p_now timestamptz) returns public.orders language plpgsql security definer set search_path = '' as $$
declare wanted uuid; problem text; back public.order_returns; turned public.orders;
begin
  select * into back from public.order_returns r where r.provider = o.provider and r.payment_ref = o.payment_ref order by r.kind desc, r.is_full desc limit 1;
  if back.id is not null then
    -- The money went back before the order was known: there is nothing to open.
    if back.kind = 'refund' and not back.is_full then return private.hold_order(o, 'partly-refunded', p_now); end if;
    update public.orders set state = case back.kind when 'dispute' then 'disputed' else 'refunded' end where id = o.id returning * into turned;
    perform private.order_event(turned, 'order.' || turned.state, back.reason, jsonb_build_object('return_id', back.id), p_now);
    update public.order_returns set effect = effect || jsonb_build_object('order', o.id, 'account_id', null, 'from', 'received', 'to', turned.state) where id = back.id;
    return turned;
  end if;
  select min(c.id::text)::uuid into wanted from public.challenge_types c where c.product_id = any (o.product_refs) and not c.is_archived having count(*) = 1;
  problem := coalesce(p_problem, private.order_problem(o, wanted, p_now));
  if problem is not null then return private.hold_order(o, problem, p_now); end if;
  return private.open_order(o, wanted, p_now);
end $$;

create function private.order_buyer(p jsonb, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare found uuid; reference text := p ->> 'trader_ref';
begin
  if reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then select t.id into found from public.traders t where t.id = reference::uuid and t.erased_at is null; end if;
  -- A known buyer is not locked: others hold the row while they wait for what this transaction holds.
  if found is null then select t.id into found from public.traders t where lower(t.email) = lower(trim(p ->> 'email')); end if;
  if found is null and coalesce(p ->> 'email', '') <> '' then
    found := public.register_trader(jsonb_build_object('email', p ->> 'email', 'full_name', coalesce(p ->> 'full_name', ''), 'now', p_now)); end if;
  return found;
end $$;

-- p = { connection_id, provider, order_id, payment_ref, trader_ref|null, email|null, full_name, currency, modified_at|null, inbox_id|null, now,
--       lines: [{ line_item, product_refs, product_name, quantity, amount_cents of the whole line }] }. Answers every unit of the order with its state.
create function public.provision_order(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare now_at timestamptz := (p ->> 'now')::timestamptz; line jsonb; each_unit int; o public.orders; buyer uuid; known timestamptz; is_known boolean; share bigint; count_of int;
  modified timestamptz := (p ->> 'modified_at')::timestamptz;
begin
  perform private.lock_payment(p ->> 'provider', p ->> 'payment_ref');
  -- Every unit is told in this stream: taken before any row is, so that two sales never wait for each other in a circle.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('staff:firm', 7));
  select count(*) > 0, max(x.source_modified_at) into is_known, known from public.orders x where x.provider = p ->> 'provider' and x.order_id = p ->> 'order_id';
  -- What was sold is what the first paid message said. A later edit asks a person; an older state of the order that arrives late says nothing new.
  if not coalesce(is_known and modified < known, false) then
    for line in select x from jsonb_array_elements(p -> 'lines') x loop
      count_of := (line ->> 'quantity')::int;
      for each_unit in 1 .. least(count_of, 100) loop
        continue when exists (select from public.orders x where x.provider = p ->> 'provider' and x.order_id = p ->> 'order_id' and x.line_item = line ->> 'line_item' and x.unit = each_unit);
        buyer := coalesce(buyer, private.order_buyer(p, now_at));
        -- A remainder stays with the first unit: amounts add up, and a price that does not divide is no catalogue price.
        share := (line ->> 'amount_cents')::bigint / count_of + case when each_unit = 1 then (line ->> 'amount_cents')::bigint % count_of else 0 end;
        insert into public.orders (connection_id, provider, order_id, line_item, unit, payment_ref, product_refs, product_name, quantity, trader_id, amount_cents, currency, inbox_id,
            source_modified_at, created_at)
          values ((p ->> 'connection_id')::uuid, p ->> 'provider', p ->> 'order_id', line ->> 'line_item', each_unit, p ->> 'payment_ref',
            coalesce(array(select jsonb_array_elements_text(line -> 'product_refs')), '{}'), coalesce(line ->> 'product_name', ''), count_of, buyer, share, upper(p ->> 'currency'),
            (p ->> 'inbox_id')::uuid, modified, now_at) returning * into o;
        perform private.place_order(o, case when is_known or count_of > 100 then 'order-changed' when (line ->> 'amount_cents')::bigint % count_of <> 0 then 'price-differs' end, now_at);
      end loop;
    end loop;
  end if;
  return coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'line_item', x.line_item, 'unit', x.unit, 'state', x.state, 'problem', x.problem, 'account_id', x.account_id)
    order by x.line_item, x.unit) from public.orders x where x.provider = p ->> 'provider' and x.order_id = p ->> 'order_id'), '[]');
end $$;

-- Opening the login is the platform's doing; when it has, the order is delivered, whoever told us.
create function private.order_follows_account() returns trigger language plpgsql security definer set search_path = '' as $$
declare o public.orders;
begin
  update public.orders set state = 'delivered', delivered_at = coalesce(new.activated_at, clock_timestamp()) where account_id = new.id and state = 'paid' returning * into o;
  if o.id is not null then perform private.order_event(o, 'order.delivered', null, null, coalesce(new.activated_at, clock_timestamp())); end if;
  return null;
end $$;
create trigger orders_follow_their_account after update of status on public.accounts for each row
  when (old.status = 'pending' and new.status in ('active', 'live')) execute function private.order_follows_account();
