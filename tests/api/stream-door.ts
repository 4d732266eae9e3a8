// The stream for callers with a token: it reads back no more than is theirs, no faster than they take it, and never the whole past.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { GET } from '@/app/api/stream/route';
import { GET as getSocket } from '@/app/api/v1/ws/[account_id]/route';
import type { Flow } from '../flow/flow-stack';

interface Stage {
  flow: Flow;
  tokens: Record<string, string>;
  mine: string;
  theirs: string;
}

const STREAM = 'http://127.0.0.1/api/stream';

function ask(query: string, token = ''): Promise<Response> {
  return GET(new Request(`${STREAM}?${query}`, token === '' ? {} : { headers: { authorization: `Bearer ${token}` } }));
}

/** What a stream said until `enough`; then it is let go. */
async function read(response: Response, enough: (text: string) => boolean): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader && !enough(text)) {
    const part = await reader.read();
    if (part.done) break;
    text += decoder.decode(part.value);
  }
  await reader?.cancel();
  return text;
}
const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id);

export function streamDoor(stage: () => Stage): void {
  const happen = (account: string, times: number) =>
    stage().flow.rows(
      `select private.append_events('account:' || $1::text, (select jsonb_agg(jsonb_build_object('kind', 'account.told', 'data', '{}'::jsonb)) from generate_series(1, $2::int)), now())`,
      account,
      times,
    );
  const head = async () =>
    (await stage().flow.rows<{ id: string }>('select coalesce(max(id), 0)::text as id from public.events'))[0]?.id ?? '0';
  const poll = async (query: string, token: string | undefined) =>
    (await (await ask(`poll=1&${query}`, token)).json()) as { events: { account_id: string }[]; after: string; reload?: boolean };

  test('with a token a trader hears their own accounts, and nobody else anything', async () => {
    const { tokens, mine, theirs } = stage();
    const start = await head();
    await happen(theirs, 3);
    await happen(mine, 2);
    const told = () => poll(`after=${start}`, tokens.trader);
    await expect.poll(async () => (await told()).after, { timeout: 5_000 }).toBe(await head());
    expect((await told()).events.map(({ account_id }) => account_id)).toEqual([mine, mine]);
    const heard = await read(await ask(`after=${start}&account=${mine}`, tokens.trader), (text) => idsIn(text).length === 2);
    expect(heard).toContain(mine);
    expect(heard).not.toContain(theirs);
    expect((await ask(`account=${theirs}`, tokens.trader)).status).toBe(404);
    expect((await ask('after=0', 'not.a.token')).status).toBe(401);
    expect((await ask('account=me', tokens.trader)).status).toBe(422);
  });

  test('it reads back no faster than it is taken, and nothing is lost by that', async () => {
    const { tokens, mine } = stage();
    const start = await head();
    await happen(mine, 1500);
    const response = await ask(`after=${start}&account=${mine}`, tokens.viewer);
    await sleep(400);
    const ids = idsIn(await read(response, (text) => idsIn(text).length >= 1500));
    expect(ids).toEqual(Array.from({ length: 1500 }, (_, index) => String(BigInt(start) + BigInt(index + 1))));
  });

  test('whoever was away too long is told to read anew, and goes on from now', async () => {
    const { tokens, mine } = stage();
    const start = await head();
    await happen(mine, 2001);
    const told = () => poll(`after=${start}`, tokens.trader);
    await expect.poll(told, { timeout: 5_000 }).toEqual({ events: [], after: await head(), reload: true });
    const said = await read(await ask(`after=${start}`, tokens.trader), (text) => text.includes('event: reload'));
    expect(idsIn(said)).toEqual([await head()]);
  });

  test('one caller has twelve streams at once, and another one after one has ended', async () => {
    const token = stage().tokens.support;
    const streams = await Promise.all(Array.from({ length: 12 }, () => ask('', token)));
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    const refused = await ask('', token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    await streams[0]?.body?.cancel();
    const next = await ask('', token);
    expect(next.status).toBe(200);
    await Promise.all([...streams.slice(1), next].map(({ body }) => body?.cancel()));
  });

  test('the address of the older socket says where the stream is', async () => {
    const { mine } = stage();
    const answer = await getSocket(new Request(`http://127.0.0.1/api/v1/ws/${mine}?after=7`), {
      params: Promise.resolve({ account_id: mine }),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, `/api/stream?account=${mine}&after=7`]);
  });
}
