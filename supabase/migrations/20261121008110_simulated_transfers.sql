-- The provider that moves no money: it keeps its own book, so that what left and what arrived can be compared with ours.
create table private.simulated_transfers (
  key text primary key, payout_id uuid not null references public.payouts, amount_cents public.money_cents not null check (amount_cents > 0), currency text not null,
  reference text not null unique default 'sim_' || replace(gen_random_uuid()::text, '-', ''), asked int not null default 0, made_at timestamptz not null, created_at timestamptz not null default now());
create index simulated_transfers_payout on private.simulated_transfers (payout_id);
comment on table private.simulated_transfers is 'What the simulated provider was handed: one row per key, however often it was asked.';
alter table private.simulated_transfers enable row level security;

-- p = { key, payout_id, amount_cents, currency, now }: makes the transfer unless the key is known. Without an amount it is only looked up, which is counted. Null where there is none.
create function public.simulate_transfer(p jsonb) returns jsonb language plpgsql security definer set search_path = '' as $$
declare t private.simulated_transfers;
begin
  if p ->> 'amount_cents' is not null then
    insert into private.simulated_transfers (key, payout_id, amount_cents, currency, made_at)
      values (p ->> 'key', (p ->> 'payout_id')::uuid, (p ->> 'amount_cents')::bigint, p ->> 'currency', (p ->> 'now')::timestamptz) on conflict (key) do nothing;
    select * into t from private.simulated_transfers x where x.key = p ->> 'key';
    if (t.amount_cents, t.currency) is distinct from ((p ->> 'amount_cents')::bigint, p ->> 'currency') then raise exception 'another transfer has this key' using errcode = '23505'; end if;
  else update private.simulated_transfers set asked = asked + 1 where key = p ->> 'key' returning * into t; end if;
  return case when t.key is not null then jsonb_build_object('reference', t.reference, 'amount_cents', t.amount_cents, 'asked', t.asked) end;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.simulate_transfer(jsonb)', '{service_role}');
select private.apply_grants();
