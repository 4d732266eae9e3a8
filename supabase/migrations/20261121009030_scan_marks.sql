-- Searches every few minutes leave many rows; what an old incremental one did nobody asks.
create or replace function public.note_scan(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint;
begin
  insert into public.abuse_scans (kind, mode, window_from, window_to, through, trades_read, accounts_compared, pairs_weighed, pairs_alike, left_over, took_ms, ended_at)
    select 'copy_trade', x.mode, x.window_from, x.window_to, x.through, x.trades_read, x.accounts_compared, x.pairs_weighed, x.pairs_alike, coalesce(x.left_over, 0), x.took_ms, x.now
    from jsonb_to_record(p) as x(mode text, window_from timestamptz, window_to timestamptz, through timestamptz, trades_read int, accounts_compared int, pairs_weighed int, pairs_alike int, left_over int,
      took_ms int, now timestamptz)
    returning id into made;
  delete from public.abuse_scans s where s.mode = 'incremental' and s.ended_at < (p ->> 'now')::timestamptz - interval '7 days';
  return made;
end $$;
select private.apply_grants();
