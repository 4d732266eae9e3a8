// A session may end while somebody writes: the door shuts a page that is asked for and a form that is sent out in different ways.
import { NextRequest } from 'next/server';
import { afterEach, expect, test, vi } from 'vitest';
import { answered } from '@/components/ui/form-action';
import type { FormAction } from '@/lib/staff/form';
import { proxy } from '@/proxy';

afterEach(() => vi.unstubAllEnvs());

test('a session that ended is no lost answer: the door says so, the form keeps what was typed and says where to go', async () => {
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_URL', 'http://localhost:9');
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'none');
  const headers = { origin: 'http://localhost:3000' };
  const page = new NextRequest('http://localhost:3000/reviews?review=1');
  expect((await proxy(page)).headers.get('location')).toBe('http://localhost:3000/login?next=%2Freviews%3Freview%3D1');
  const sentForm = new NextRequest(page.url, { method: 'POST', headers: { ...headers, 'next-action': 'f0' } });
  const answer = await proxy(sentForm);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'text/plain']);
  const shutOut: FormAction = async () => Promise.reject(new Error(await answer.text()));
  const form = new FormData();
  form.set('reason', 'Long and careful.');
  const told = await answered(shutOut)({ values: {}, refusal: null, done: null }, form);
  expect(told).toMatchObject({ values: { reason: 'Long and careful.' }, refusal: { code: 'signed-out' } });
  expect(told.refusal?.message).toMatch(/nothing was received/);
});
