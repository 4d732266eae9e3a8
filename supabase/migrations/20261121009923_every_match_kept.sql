-- The events log holds every matched pair of openings, not the newest of a pair alone: what somebody is accused of can be counted row by row.
create or replace function private.keep_matches(p_signal uuid, p_matched jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.abuse_matches (signal_id, trade_a, trade_b, symbol, side_a, side_b, opened_a, opened_b, ms_apart, close_ms_apart, lots_a, lots_b, volume_ratio, crowd, matched_at)
    select p_signal, m.trade_a, m.trade_b, m.symbol, m.side_a, m.side_b, m.opened_a, m.opened_b, m.ms_apart, m.close_ms_apart, m.lots_a, m.lots_b, m.volume_ratio, coalesce(m.crowd, 0),
      greatest(m.opened_a, m.opened_b)
    from jsonb_to_recordset(coalesce(p_matched, '[]')) as m(trade_a uuid, trade_b uuid, symbol text, side_a text, side_b text, opened_a timestamptz, opened_b timestamptz, ms_apart bigint,
      close_ms_apart bigint, lots_a numeric, lots_b numeric, volume_ratio numeric, crowd int)
    on conflict (signal_id, trade_a, trade_b) do nothing;
end $$;

-- A search between two whole ones leaves nobody out any more: with too many neighbours it is a whole one.
alter table public.abuse_scans drop column left_over;
create or replace function public.note_scan(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint;
begin
  insert into public.abuse_scans (kind, mode, window_from, window_to, through, trades_read, accounts_compared, pairs_weighed, pairs_alike, took_ms, ended_at)
    select 'copy_trade', x.mode, x.window_from, x.window_to, x.through, x.trades_read, x.accounts_compared, x.pairs_weighed, x.pairs_alike, x.took_ms, x.now
    from jsonb_to_record(p) as x(mode text, window_from timestamptz, window_to timestamptz, through timestamptz, trades_read int, accounts_compared int, pairs_weighed int, pairs_alike int,
      took_ms int, now timestamptz)
    returning id into made;
  delete from public.abuse_scans s where s.mode = 'incremental' and s.ended_at < (p ->> 'now')::timestamptz - interval '7 days';
  return made;
end $$;

select private.apply_grants();
