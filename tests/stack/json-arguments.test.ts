// What a function receives when json is sent to it through the embedded API, and whether our cure is still needed.
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeJsonOnce } from '@/supabase/local/api-app';
import { startTestStack, type TestStack } from '@/tests/support/stack';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    prepare: `
      create function public.json_shape(p jsonb) returns jsonb language sql set search_path = '' as
        $$ select jsonb_build_object('kind', jsonb_typeof(p), 'value', p) $$;
      create function public.json_shape_plain(p json) returns jsonb language sql set search_path = '' as
        $$ select jsonb_build_object('kind', json_typeof(p), 'value', p) $$;
      create table public.json_notes (id int primary key, body jsonb);`,
  });
  // A start ends with our grants put back, and those know nothing of what only this test has.
  await stack.sql.query(`
    grant execute on function public.json_shape, public.json_shape_plain to service_role;
    grant select, insert on public.json_notes to service_role;`);
});
afterAll(() => stack.close());

describe('json arguments through the embedded API', () => {
  it.each([
    ['an array', [1, 'two', { three: [3] }], 'array'],
    ['an object', { a: 1, nested: { list: ['x'] } }, 'object'],
    ['a string', 'it’s "plain" text', 'string'],
    ['a string that only begins like json', '[not json', 'string'],
  ])('%s arrives as what it was', async (_, value, kind) => {
    for (const name of ['json_shape', 'json_shape_plain']) {
      const { data, error } = await stack.service.rpc(name, { p: value });
      expect(error).toBeNull();
      expect(data).toEqual({ kind, value });
    }
  });

  it('a json column keeps arrays, objects and strings on insert', async () => {
    const bodies = [[1, { b: 2 }], { c: ['3'] }, 'four'];
    const { error } = await stack.service.from('json_notes').insert(bodies.map((body, id) => ({ id, body })));
    expect(error).toBeNull();
    const { data } = await stack.service.from('json_notes').select('body').order('id');
    expect(data?.map((row: { body: unknown }) => row.body)).toEqual(bodies);
  });

  it('the package still writes arguments twice without our types; when this fails, drop writeJsonOnce', async () => {
    const connection = createPostgresConnection({ url: stack.dbUrl, postgresOptions: { max: 1, onnotice: () => undefined } });
    const { jwt_secret, publishable_key, secret_key } = stack.keys;
    const app = new App({ connection, auth: { enabled: true, jwt_secret, publishable_key, secret_key } });
    const request = new Request('http://127.0.0.1/rest/v1/rpc/json_shape', {
      method: 'POST',
      headers: { apikey: secret_key, 'content-type': 'application/json' },
      body: JSON.stringify({ p: [1] }),
    });
    const answer = (await (await app.fetch(request)).json()) as unknown;
    await connection.close();
    expect(answer).toEqual({ kind: 'string', value: '[1]' });
  });

  it('writes what is not text exactly once', () => {
    expect(writeJsonOnce([1])).toBe('[1]');
    expect(writeJsonOnce('[1]')).toBe('[1]');
    expect(writeJsonOnce('[1')).toBe('"[1"');
    expect(writeJsonOnce('5')).toBe('"5"');
  });
});
