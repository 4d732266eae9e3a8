// The live stream over real HTTP: cut by either side and taken up again, it loses nothing, repeats nothing and tells nobody too much.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, trade, type WireEvent } from '../trades/wire-samples';
import { startFlow, type Flow } from './flow-stack';
import { askStream, listen, signInCookies, type From, type Heard, type Listening } from './listener';

let flow: Flow;
const accounts: Record<'ada' | 'bob', string> = { ada: '', bob: '' };
const LOGINS = { ada: '5001', bob: '5002' };
const cookies: Record<'admin' | 'ada' | 'nobody', string> = { admin: '', ada: '', nobody: '' };

beforeAll(async () => {
  flow = await startFlow();
  for (const who of ['ada', 'bob'] as const) accounts[who] = await flow.openAccount(LOGINS[who]);
  const { stack } = flow;
  const admin = await stack.signUp('admin@office.test');
  await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, 'admin@office.test', 'Admin', 'admin')`, [
    admin.id,
  ]);
  const ada = await stack.signUp(`${LOGINS.ada}@trader.test`);
  const p = { auth_user_id: ada.id, email: `${LOGINS.ada}@trader.test`, full_name: 'Ada', proven: true, now: new Date().toISOString() };
  const { error } = await stack.service.rpc('register_trader', { p });
  if (error) throw new Error(error.message);
  await stack.signUp('nobody@elsewhere.test');
  cookies.admin = await signInCookies(stack, 'admin@office.test');
  cookies.ada = await signInCookies(stack, `${LOGINS.ada}@trader.test`);
  cookies.nobody = await signInCookies(stack, 'nobody@elsewhere.test');
});
afterAll(async () => {
  await flow?.close();
});

let deals = 0;
function deal(who: 'ada' | 'bob', gross = '1.00'): WireEvent {
  deals += 1;
  const second = new Date(Date.parse('2026-11-18T08:00:00.000Z') + deals * 1000).toISOString();
  return trade(`S${deals}`, gross, second, { account: { ...ACCOUNT, login: LOGINS[who] } });
}
/** Several at once on both accounts, so that ids are drawn by transactions that do not end in their order. */
async function post(count: number): Promise<void> {
  const answers = await Promise.all(Array.from({ length: count }, (_, i) => flow.deliver(deal(i % 2 === 0 ? 'ada' : 'bob'))));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}
const spine = async (after: string, accountId: string | null = null): Promise<string[]> =>
  (
    await flow.rows<{ id: string }>(
      'select id::text from public.events e where id > $1 and ($2::uuid is null or account_id = $2) order by e.id',
      after,
      accountId,
    )
  ).map(({ id }) => id);
const head = async (): Promise<string> => (await flow.rows<{ id: string }>('select max(id)::text as id from public.events'))[0]?.id ?? '0';
const ids = (heard: Heard[]): string[] => heard.map(({ id }) => id);
const open = (who: keyof typeof cookies, from: From = {}): Promise<Listening> => listen(flow.base, cookies[who], from);
const until = (listening: Listening, id: string) =>
  expect.poll(() => listening.heard.at(-1)?.id, { timeout: 15_000, interval: 50 }).toBe(id);

describe('a stream that is cut', () => {
  it.each<[string, (last: string) => From]>([
    ['by the header a browser sends', (lastEventId) => ({ lastEventId })],
    ['by the address', (after) => ({ after })],
    // A browser that opened its page with ?after keeps that address and says in the header how far it has come since.
    ['by both, of which the header is the newer', (lastEventId) => ({ after: '0', lastEventId })],
  ])('is taken up again %s without a gap or a repeat', async (_name, resume) => {
    const start = await head();
    const first = await open('admin', { after: start });
    await post(6);
    await until(first, await head());
    await first.cut();
    await post(6);
    const second = await open('admin', resume(first.heard.at(-1)?.id ?? ''));
    await post(6);
    await until(second, await head());
    await second.cut();
    expect([...ids(first.heard), ...ids(second.heard)]).toEqual(await spine(start));
    expect(second.heard.length).toBeGreaterThanOrEqual(12);
  });

  it('again and again while messages come in loses nothing', async () => {
    const start = await head();
    const all: string[] = [];
    let isDone = false;
    const posting = (async () => {
      for (let i = 0; i < 12; i += 1) await post(4);
      isDone = true;
    })();
    let last = start;
    while (!isDone || last !== (await head())) {
      const part = await open('admin', { lastEventId: last });
      // Too short for some to hear anything and long enough for others to be cut in the middle.
      await new Promise((done) => setTimeout(done, 150 + ((all.length * 97) % 700)));
      await part.cut();
      all.push(...ids(part.heard));
      last = part.heard.at(-1)?.id ?? last;
    }
    await posting;
    expect(all).toEqual(await spine(start));
  });

  it('by the death of the web server goes on at the next one', async () => {
    const start = await head();
    const first = await open('admin', { after: start });
    await post(4);
    await until(first, await head());
    await flow.stack.stopWeb('SIGKILL');
    await first.ended;
    await flow.stack.startWeb();
    await post(4);
    const second = await open('admin', { lastEventId: first.heard.at(-1)?.id ?? '' });
    await until(second, await head());
    await second.cut();
    expect([...ids(first.heard), ...ids(second.heard)]).toEqual(await spine(start));
  });
});

describe('those who listen', () => {
  it('from the beginning are told everything in the order of the spine, and so are those who poll', async () => {
    const all = await spine('0');
    expect(all.length).toBeGreaterThan(100);
    const listening = await open('admin', { after: '0' });
    await until(listening, all.at(-1) ?? '');
    await listening.cut();
    expect(ids(listening.heard)).toEqual(all);
    const polled = await fetch(`${flow.base}/api/stream?poll=1&after=0`, { headers: { cookie: cookies.admin } });
    const told = (await polled.json()) as { events: { id: string }[]; after: string };
    expect([told.events.map(({ id }) => id), told.after]).toEqual([all, all.at(-1)]);
  });

  it('from now on are told what comes and nothing that was', async () => {
    const listening = await open('admin');
    // The answer begins when the place in the spine is taken, a moment after its headers.
    await new Promise((done) => setTimeout(done, 1500));
    const start = await head();
    await post(2);
    await until(listening, await head());
    await listening.cut();
    expect(ids(listening.heard)).toEqual(await spine(start));
  });

  it('to one account hear that account only', async () => {
    const start = await head();
    const listening = await open('admin', { after: start, account: accounts.bob });
    await post(4);
    await until(listening, (await spine(start, accounts.bob)).at(-1) ?? '');
    await listening.cut();
    expect(ids(listening.heard)).toEqual(await spine(start, accounts.bob));
    expect(listening.heard.every(({ data }) => data.data !== undefined)).toBe(true);
  });

  it('as a trader hear their own accounts, without the words meant for staff', async () => {
    const start = await head();
    const listening = await open('ada', { after: start });
    await post(4);
    await flow.deliver(deal('bob', '-6000.00'));
    await flow.deliver(deal('ada', '-6000.00'));
    const [failed] = await flow.rows<{ id: string }>(
      `select max(id)::text as id from public.events where account_id = $1 and kind = 'account.failed'`,
      accounts.ada,
    );
    await expect.poll(() => ids(listening.heard), { timeout: 15_000 }).toContain(failed?.id);
    await listening.cut();
    expect(new Set(listening.heard.map(({ data }) => data.account_id))).toEqual(new Set([accounts.ada]));
    expect(listening.heard.every(({ data }) => !('data' in data))).toBe(true);
    expect(new Set(listening.heard.map(({ topic }) => topic))).toEqual(new Set(['account', 'violation']));
    expect((await askStream(flow.base, cookies.ada, { account: accounts.bob })).status).toBe(404);
  });

  it('as a stranger, or as one who belongs to nobody here, are refused', async () => {
    for (const cookie of ['', cookies.nobody, cookies.admin.replace(/=[^;]{8}/, '=AAAAAAAA')]) {
      const answer = await askStream(flow.base, cookie, { after: '0' });
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: 'not-signed-in' } }]);
    }
  });
});
