-- A ban holds against every way back into trading: an account that was being opened while it was spoken, and a block lifted by habit.
create function private.keep_banned_out() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.traders t where t.id = new.trader_id and t.banned_at is not null) then
    raise exception 'trader-banned' using errcode = '42501', hint = 'Restore the trader''s access first.';
  end if;
  return new;
end $$;
create trigger keep_banned_out before update of status on public.accounts for each row
  when (new.status in ('active', 'live') and new.status is distinct from old.status) execute function private.keep_banned_out();
