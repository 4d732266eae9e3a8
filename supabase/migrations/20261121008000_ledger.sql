-- What the firm owes, kept apart from what the broker reported: a double-entry book in whole minor units. Nothing in it is ever changed or taken away; what was
-- wrong is reversed by a transaction of its own. Credits are positive: the trader's payable grows when the firm owes more.
create table public.ledger_transactions (
  id uuid primary key default gen_random_uuid(), kind text not null check (kind in ('accrual', 'reservation', 'sending', 'payment', 'reversal', 'return', 'write-off', 'adjustment', 'overpayment')),
  account_id uuid references public.accounts, payout_id uuid, reverses_id uuid unique references public.ledger_transactions, reason text not null default '',
  booked_at timestamptz not null, created_at timestamptz not null default now(), check ((kind = 'reversal') = (reverses_id is not null)));
create index ledger_transactions_account on public.ledger_transactions (account_id);
create index ledger_transactions_payout on public.ledger_transactions (payout_id);
create index ledger_transactions_booked on public.ledger_transactions (booked_at desc, id);
comment on table public.ledger_transactions is 'Each movement of what the firm owes, with the entries that balance it.';
alter table public.ledger_transactions enable row level security;
create policy "those who move or audit money see the transactions" on public.ledger_transactions for select to authenticated
  using ((select private.staff_role()) in ('finance', 'risk', 'support', 'admin', 'auditor'));

create table public.ledger_entries (
  id bigint generated always as identity primary key, transaction_id uuid not null references public.ledger_transactions, trader_id uuid references public.traders,
  -- `provider-moved` is what left a provider's account beside payouts: as positive as `paid-out`, and balanced by whom it is owed from, what it cost, or the loss of it.
  ledger_account text not null check (ledger_account in ('profit-share', 'trader-payable', 'trader-reserved', 'in-transit', 'paid-out', 'receivable',
    'provider-moved', 'provider-fees', 'written-off')),
  amount_cents public.money_cents not null check (amount_cents <> 0), currency text not null, created_at timestamptz not null default now(),
  check ((ledger_account in ('trader-payable', 'trader-reserved')) <= (trader_id is not null)));
create index ledger_entries_transaction on public.ledger_entries (transaction_id);
create index ledger_entries_trader on public.ledger_entries (trader_id, currency, ledger_account);
comment on table public.ledger_entries is 'One side of a transaction; per transaction and currency they sum to zero.';
alter table public.ledger_entries enable row level security;
create policy "those who move or audit money see the entries" on public.ledger_entries for select to authenticated
  using ((select private.staff_role()) in ('finance', 'risk', 'support', 'admin', 'auditor'));

create trigger ledger_transactions_are_append_only before update or delete on public.ledger_transactions for each row execute function private.refuse();
create trigger ledger_transactions_are_never_truncated before truncate on public.ledger_transactions for each statement execute function private.refuse();
create trigger ledger_entries_are_append_only before update or delete on public.ledger_entries for each row execute function private.refuse();
create trigger ledger_entries_are_never_truncated before truncate on public.ledger_entries for each statement execute function private.refuse();

-- Looked at when the transaction ends, so that its entries may be written one after the other.
create function private.ledger_balances() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.ledger_entries e where e.transaction_id = new.transaction_id group by e.currency having sum(e.amount_cents) <> 0) then
    raise exception 'a ledger transaction sums to zero' using errcode = '23514'; end if;
  return null;
end $$;
create constraint trigger ledger_balances after insert on public.ledger_entries deferrable initially deferred for each row execute function private.ledger_balances();
create function private.ledger_has_entries() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.ledger_entries e where e.transaction_id = new.id) then raise exception 'a ledger transaction has entries' using errcode = '23514'; end if;
  return null;
end $$;
create constraint trigger ledger_has_entries after insert on public.ledger_transactions deferrable initially deferred for each row execute function private.ledger_has_entries();

-- The one balance that decides: what is owed to a trader, and how much of it is promised already. Its row is the lock of everything that spends.
create table public.payable_balances (
  trader_id uuid not null references public.traders, currency text not null, payable_cents public.money_cents not null default 0, reserved_cents public.money_cents not null default 0,
  updated_at timestamptz not null default now(), created_at timestamptz not null default now(), primary key (trader_id, currency),
  constraint nothing_is_promised_twice check (reserved_cents >= 0 and payable_cents - reserved_cents >= 0));
comment on table public.payable_balances is 'What is owed to each trader by currency: the sum of their payable and reserved entries, and the reserved part of it.';
alter table public.payable_balances enable row level security;
create policy "those who move or audit money see what is owed, a trader their own" on public.payable_balances for select to authenticated
  using ((select private.staff_role()) in ('finance', 'risk', 'support', 'admin', 'auditor') or trader_id = (select private.trader_id()));

-- p_lines = [{ ledger_account, amount_cents }]. The trader's row is locked first and moves with the entries, or nothing does.
create function private.book(p_kind text, p_account uuid, p_payout uuid, p_trader uuid, p_currency text, p_lines jsonb, p_reason text, p_reverses uuid, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare made uuid; owed bigint; promised bigint;
begin
  insert into public.payable_balances (trader_id, currency, updated_at) values (p_trader, p_currency, p_now) on conflict do nothing;
  perform from public.payable_balances b where b.trader_id = p_trader and b.currency = p_currency for update;
  insert into public.ledger_transactions (kind, account_id, payout_id, reverses_id, reason, booked_at) values (p_kind, p_account, p_payout, p_reverses, coalesce(p_reason, ''), p_now)
    returning id into made;
  insert into public.ledger_entries (transaction_id, trader_id, ledger_account, amount_cents, currency)
    select made, p_trader, l.ledger_account, l.amount_cents, p_currency from jsonb_to_recordset(p_lines) as l(ledger_account text, amount_cents bigint) where l.amount_cents <> 0;
  select coalesce(sum(l.amount_cents) filter (where l.ledger_account in ('trader-payable', 'trader-reserved')), 0), coalesce(sum(l.amount_cents) filter (where l.ledger_account = 'trader-reserved'), 0)
    into owed, promised from jsonb_to_recordset(p_lines) as l(ledger_account text, amount_cents bigint);
  update public.payable_balances set payable_cents = payable_cents + owed, reserved_cents = reserved_cents + promised, updated_at = p_now
    where trader_id = p_trader and currency = p_currency;
  return made;
end $$;

create function private.reverse_booking(p_transaction uuid, p_reason text, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.ledger_transactions; whose uuid; money text; lines jsonb;
begin
  select * into strict t from public.ledger_transactions where id = p_transaction;
  select e.trader_id, e.currency into whose, money from public.ledger_entries e where e.transaction_id = t.id limit 1;
  select jsonb_agg(jsonb_build_object('ledger_account', e.ledger_account, 'amount_cents', -e.amount_cents)) into lines from public.ledger_entries e where e.transaction_id = t.id;
  return private.book('reversal', t.account_id, t.payout_id, whose, money, lines, p_reason, t.id, p_now);
end $$;

create function private.check_ledger() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'a ledger transaction sums to zero', e.transaction_id::text, e.currency || ' ' || sum(e.amount_cents) from public.ledger_entries e group by e.transaction_id, e.currency having sum(e.amount_cents) <> 0
  union all select 'what is owed is the sum of its entries', b.trader_id::text, b.currency || ' ' || b.payable_cents || ' booked ' || s.owed || ', reserved ' || b.reserved_cents || ' booked ' || s.promised
    from public.payable_balances b cross join lateral (select coalesce(sum(e.amount_cents) filter (where e.ledger_account in ('trader-payable', 'trader-reserved')), 0) as owed,
      coalesce(sum(e.amount_cents) filter (where e.ledger_account = 'trader-reserved'), 0) as promised from public.ledger_entries e where e.trader_id = b.trader_id and e.currency = b.currency) s
    where (b.payable_cents, b.reserved_cents) is distinct from (s.owed, s.promised)
  union all select 'every entry of a trader has its balance', e.trader_id::text, e.currency from public.ledger_entries e where e.trader_id is not null
    and not exists (select from public.payable_balances b where b.trader_id = e.trader_id and b.currency = e.currency) $$;

-- What an account was paid beyond what its profit is worth, as it is booked now.
create function private.overpaid(p_account uuid) returns bigint language sql stable security definer set search_path = '' as $$
  select coalesce(-sum(e.amount_cents), 0)::bigint from public.ledger_transactions t join public.ledger_entries e on e.transaction_id = t.id
  where t.account_id = p_account and t.kind = 'overpayment' and e.ledger_account = 'receivable' $$;

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['ledger_transactions', 'ledger_entries', 'payable_balances']) t;
select private.apply_grants();
