// An id is drawn before its transaction ends, so a later event may be seen before an earlier one: whoever reads the spine waits for it.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readOn } from '@/lib/outbound/tail-send';
import { startFlow, type Flow } from '../flow/flow-stack';
import { listenAt } from './listener';

let flow: Flow;
let [first, second] = ['', ''];
beforeAll(async () => {
  flow = await startFlow({ web: false });
  first = await flow.openAccount('901');
  second = await flow.openAccount('902');
  await readOn(new Date());
});
afterAll(() => flow.close());

const HAPPEN = `select private.append_events('account:' || $1, '[{"kind": "account.failed"}]', now())`;

test('a transaction that begins while the spine is read and is overtaken there is waited for', async () => {
  await listenAt((sql, ...values) => flow.rows(sql, ...values), 'http://127.0.0.1:9');
  const slow = await flow.stack.admin.connect();
  let isOvertaken = false;
  const query = Client.prototype.query as (...args: unknown[]) => unknown;
  const watched = vi.spyOn(Client.prototype, 'query').mockImplementation(async function (this: Client, ...args: unknown[]) {
    const answer = await query.apply(this, args);
    if (!isOvertaken && String(args[0]).includes('pg_current_snapshot')) {
      isOvertaken = true;
      await slow.query('begin');
      await slow.query(HAPPEN, [first]);
      await flow.rows(HAPPEN, second);
    }
    return answer;
  });
  await readOn(new Date());
  watched.mockRestore();
  await readOn(new Date());
  await slow.query('commit');
  slow.release();
  await readOn(new Date());
  expect(isOvertaken).toBe(true);
  const queued = await flow.rows<{ account_id: string }>('select account_id from public.outbound_deliveries order by event_id');
  expect(queued.map(({ account_id }) => account_id)).toEqual([first, second]);
});
