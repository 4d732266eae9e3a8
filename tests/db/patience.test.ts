// A database that stands still: nobody who is waited for himself waits for it without end.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type WebSocketLikeConstructor } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import ws from 'ws';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';

let silent: Server;
beforeAll(() => new Promise<void>((resolve) => (silent = createServer(() => undefined).listen(0, '127.0.0.1', resolve))));
afterAll(() => silent.closeAllConnections());

test('a call with a patience ends as trouble once that is over', async () => {
  const client = createClient(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, 'key', {
    realtime: { transport: ws as unknown as WebSocketLikeConstructor },
  });
  await expect(callFunction(client, 'receive_inbox', {}, 50)).rejects.toThrow(DatabaseTrouble);
});
