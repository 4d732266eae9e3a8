// Downloads beside everybody's work: readers who do not take what they asked for hold up nobody else, and are told when they are let go.
import { createClient, type SupabaseClient, type WebSocketLikeConstructor } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import ws from 'ws';
import { accountsList } from '@/lib/accounts/list';
import { asDownloader, exportList, readCounts, readList } from '@/lib/lists/read';
import { readQuery } from '@/lib/lists/query';
import { tokenClient } from '@/lib/db/clients';
import { keepCredentials } from '@/lib/connections/write';
import { readMessage } from '@/lib/accounts/read';
import type { Flow } from '../flow/flow-stack';

interface Firm {
  flow: Flow;
  tokens: Record<string, string>;
  mine: string;
}

/** A client whose questions are answered so, one after the other: a page beyond the last, three hundred rows, an error. */
function answering(...statuses: number[]): SupabaseClient {
  const bodies: Record<number, string> = {
    416: '{"code":"PGRST103","message":"beyond"}',
    200: '[]',
    500: '{"code":"XX000","message":"gone"}',
  };
  const fetch = () => {
    const status = statuses.shift() ?? 500;
    return Promise.resolve(new Response(bodies[status], { status, headers: { 'content-range': '*/300' } }));
  };
  const transport = ws as unknown as WebSocketLikeConstructor;
  return createClient('http://127.0.0.1:9', 'nobody', { global: { fetch }, realtime: { transport } });
}

export function downloads(firm: () => Firm): void {
  const viewer = async () => (await firm().flow.rows<{ id: string }>(`select id from public.staff where role = 'viewer'`))[0]?.id ?? '';
  const query = (text: string) => readQuery(accountsList, new URLSearchParams(text));

  test('that nobody reads leave the lists their connections', async () => {
    const who = await viewer();
    const idle = Array.from({ length: 8 }, () => exportList(who, accountsList, query(''), new Date()));
    expect((await readCounts(who, accountsList, query(''))).facets).not.toEqual([]);
    await Promise.all(idle.map((one) => one.cancel()));
  });

  test('are ended by the database after a minute without a reader, and the reader is told that they failed', async () => {
    const who = await viewer();
    const limits = `select current_setting('idle_in_transaction_session_timeout') as idle, current_setting('transaction_timeout') as whole`;
    expect((await asDownloader(who, (client) => client.query(limits))).rows).toEqual([{ idle: '1min', whole: '15min' }]);
    const reader = exportList(who, accountsList, query(''), new Date()).getReader();
    expect((await reader.read()).done).toBe(false);
    await expect
      .poll(() =>
        firm().flow
          .rows(`select pg_terminate_backend(pid) as ended from pg_stat_activity where state = 'idle in transaction' and query like 'fetch % from listed'
          or (state = 'idle in transaction' and query like 'declare listed%')`),
      )
      .toEqual([{ ended: true }]);
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow();
  });

  test('a database that does not answer is trouble, never an empty page, a missing message or an unknown source', async () => {
    const { mine } = firm();
    const gone = tokenClient('no.such.token');
    await expect(readList(answering(416, 200, 500), accountsList, query('page=9'))).rejects.toThrow('accounts_list');
    await expect(readMessage(gone, mine, mine)).rejects.toThrow('account_events');
    await expect(keepCredentials(gone, mine, {})).rejects.toThrow('connections');
  });
}
