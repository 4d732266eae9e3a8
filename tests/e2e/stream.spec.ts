// The live stream: cut and taken up again it loses nothing and repeats nothing.
import { expect, signIn, simulate, test } from './support/office';

test('a stream that was cut resumes after the last id it handed over', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'admin');
  await page.goto('/violations');
  const read = (after: string, want: number) =>
    page.evaluate(
      async ([from, count]) =>
        new Promise<string[]>((resolve, reject) => {
          const ids: string[] = [];
          const source = new EventSource(`/api/stream?after=${from}`);
          const take = (event: MessageEvent) => {
            ids.push(event.lastEventId);
            if (ids.length === Number.parseInt(String(count), 10)) {
              source.close();
              resolve(ids);
            }
          };
          for (const topic of ['account', 'violation', 'review', 'payout']) source.addEventListener(topic, take);
          setTimeout(() => reject(new Error(`only ${ids.length} of ${count} came`)), 30_000);
        }),
      [after, want] as const,
    );
  await simulate('--accounts', '3', '--seed', '78');
  const whole = await read('0', 40);
  const half = await read('0', 15);
  const rest = await read(half.at(-1) ?? '', 25);
  expect([...half, ...rest]).toEqual(whole);
  expect(new Set(whole).size).toBe(whole.length);
});

test('those who poll are told the same as those who listen', async ({ page }) => {
  await signIn(page, 'admin');
  const answer = await page.request.get('/api/stream?poll=1&after=0');
  const told = (await answer.json()) as { events: { id: string; topic: string }[]; after: string };
  expect(told.events.length).toBeGreaterThan(0);
  const next = await page.request.get(`/api/stream?poll=1&after=${told.after}`);
  const more = (await next.json()) as { events: { id: string }[] };
  expect(more.events.every((event) => BigInt(event.id) > BigInt(told.after))).toBe(true);
});
