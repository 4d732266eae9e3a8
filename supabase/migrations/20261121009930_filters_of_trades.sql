-- Closed trades by how they ended, whether a stop was set, and what a winner made of all winners so far; open positions by their stop, with the message
-- that last reported each. A reversal takes a trade back: nobody won, lost or held it.

-- Few events report a position, and the newest of them is all that is asked for.
create index account_events_positions on public.account_events (account_id, order_key desc)
  where kind in ('position-opened', 'position-changed') or (kind = 'snapshot' and data ? 'positions');
