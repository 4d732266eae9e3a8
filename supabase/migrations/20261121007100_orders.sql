-- What was sold: one row per unit, so that quantity three is three rows and each is provisioned exactly once, and what came back.
create table public.order_transitions (
  from_state text not null, to_state text not null, created_at timestamptz not null default now(), primary key (from_state, to_state));
comment on table public.order_transitions is 'Every edge of an order; there are no others. Equals lib/orders/states.ts.';
alter table public.order_transitions enable row level security;
create policy "staff see the edges of an order" on public.order_transitions for select to authenticated using ((select private.is_staff()));
insert into public.order_transitions (from_state, to_state) values
  ('received', 'paid'), ('received', 'undeliverable'), ('received', 'refunded'), ('received', 'disputed'),
  ('paid', 'delivered'), ('paid', 'undeliverable'), ('paid', 'refunded'), ('paid', 'disputed'),
  ('delivered', 'refunded'), ('delivered', 'disputed'), ('undeliverable', 'paid'), ('undeliverable', 'refunded'), ('undeliverable', 'disputed'),
  ('disputed', 'refunded'), ('disputed', 'delivered');
create trigger order_transitions_are_fixed before insert or update or delete on public.order_transitions for each row execute function private.refuse();

create table public.orders (
  id uuid primary key default gen_random_uuid(), connection_id uuid references public.connections, provider text not null, order_id text not null, line_item text not null,
  unit int not null check (unit > 0), payment_ref text not null, product_refs text[] not null default '{}', product_name text not null default '',
  quantity int not null check (quantity > 0), trader_id uuid references public.traders, challenge_type_id uuid references public.challenge_types,
  account_id uuid unique references public.accounts, amount_cents public.money_cents not null, currency text not null,
  state text not null default 'received' check (state in ('received', 'paid', 'delivered', 'refunded', 'disputed', 'undeliverable')),
  problem text, inbox_id uuid references public.inbox, matched_by uuid references public.staff, source_modified_at timestamptz, paid_at timestamptz, delivered_at timestamptz,
  version bigint not null default 1, created_at timestamptz not null default now(), unique (provider, order_id, line_item, unit),
  constraint what_is_paid_has_an_account check (state not in ('paid', 'delivered') or (account_id is not null and trader_id is not null and challenge_type_id is not null)),
  constraint what_cannot_be_delivered_says_why check (state <> 'undeliverable' or problem is not null));
create index orders_payment on public.orders (provider, payment_ref);
create index orders_created on public.orders (created_at desc, id);
create index orders_open on public.orders (state, created_at) where state in ('received', 'paid', 'undeliverable', 'disputed');
create index orders_connection on public.orders (connection_id);
create index orders_trader on public.orders (trader_id);
create index orders_challenge_type on public.orders (challenge_type_id, state);
create index orders_inbox on public.orders (inbox_id);
create index orders_matched_by on public.orders (matched_by);
comment on table public.orders is 'One row per unit sold; provisioned exactly once, never deleted. The buyer''s address stands with the trader alone.';
alter table public.orders enable row level security;
create policy "those who sell, help, count or audit see the orders" on public.orders for select to authenticated
  using ((select private.staff_role()) in ('support', 'finance', 'config', 'admin', 'auditor'));

create function private.guard_order() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then raise exception 'orders are never deleted'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'received' then raise exception 'an order begins received'; end if;
    return new;
  end if;
  if (new.connection_id, new.provider, new.order_id, new.line_item, new.unit, new.payment_ref, new.product_refs, new.quantity, new.amount_cents, new.currency)
     is distinct from (old.connection_id, old.provider, old.order_id, old.line_item, old.unit, old.payment_ref, old.product_refs, old.quantity, old.amount_cents, old.currency)
     or (old.account_id is not null and new.account_id is distinct from old.account_id) then raise exception 'immutable column of an order'; end if;
  if new.state <> old.state and not exists (select from public.order_transitions t where t.from_state = old.state and t.to_state = new.state) then
    raise exception 'illegal order transition % -> %', old.state, new.state using errcode = '23514'; end if;
  new.version := old.version + 1;
  return new;
end $$;
create trigger guard_order before insert or update or delete on public.orders for each row execute function private.guard_order();
create trigger orders_are_never_truncated before truncate on public.orders for each statement execute function private.refuse();

create table public.order_returns (
  id uuid primary key default gen_random_uuid(), connection_id uuid references public.connections, provider text not null, external_id text not null,
  payment_ref text not null, kind text not null check (kind in ('refund', 'dispute')), amount_cents public.money_cents not null, currency text not null,
  is_full boolean not null, reason text not null default '', effect jsonb not null default '[]', inbox_id uuid references public.inbox,
  recorded_by uuid references public.staff, occurred_at timestamptz not null, created_at timestamptz not null default now(), unique (provider, external_id));
create index order_returns_payment on public.order_returns (provider, payment_ref);
create index order_returns_occurred on public.order_returns (occurred_at desc, id);
create index order_returns_connection on public.order_returns (connection_id);
create index order_returns_inbox on public.order_returns (inbox_id);
create index order_returns_recorded_by on public.order_returns (recorded_by);
comment on table public.order_returns is 'Refunds and disputes as they were told, kept even before their order is known; effect names what each one stopped.';
alter table public.order_returns enable row level security;
create policy "those who sell, help, count or audit see what came back" on public.order_returns for select to authenticated
  using ((select private.staff_role()) in ('support', 'finance', 'config', 'admin', 'auditor'));

create function private.guard_order_return() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'effect' <> to_jsonb(old) - 'effect' then raise exception 'what came back is never deleted and gains effects only'; end if;
  return new;
end $$;
create trigger guard_order_return before update or delete on public.order_returns for each row execute function private.guard_order_return();
create trigger order_returns_are_never_truncated before truncate on public.order_returns for each statement execute function private.refuse();

-- Where accounts of a product are opened when nothing else is said, and which of two edits came first.
create index challenge_types_connection on public.challenge_types (connection_id);
