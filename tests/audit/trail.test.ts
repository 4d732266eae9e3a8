// The audit as auditors read it: who, what, of what, before and after, why, from where, in which request; page by page and as a file.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { sealOf, sealedOrigin } from '@/lib/db/request-seal';
import { auditHref, changesOf, readAuditQuery, type AuditRow } from '@/lib/events/audit';
import { exportAudit, readAudit, readColleagues, verifySpine } from '@/lib/events/audit-read';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let auditor: SupabaseClient;
let admin: { id: string; client: SupabaseClient; accessToken: string };
const asked = (search: Record<string, string> = {}) => readAuditQuery(search);
const found = async (search: Record<string, string>, client = auditor) => (await readAudit(client, asked(search), 100)).rows;

/** A person at the office: their session, and what our server says about the request. */
const atOffice = (accessToken: string, headers: Record<string, string>) =>
  createServerClient(stack.apiUrl, stack.keys.publishable_key, {
    cookies: { getAll: () => [], setAll: () => undefined },
    global: { headers: { ...headers, Authorization: `Bearer ${accessToken}` } },
    realtime: { transport: WebSocketStandIn as never },
  });
class WebSocketStandIn {}

async function member(role: string, name: string) {
  const person = await stack.signUp(`${role}-${randomUUID()}@audit.test`);
  await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
    person.id,
    `${role}@audit.test`,
    name,
    role,
  ]);
  return person;
}

const changeRole = (client: SupabaseClient, id: string, role: string, reason: string) =>
  client.rpc('set_staff', { p_id: id, p_role: role, p_is_active: true, p_reason: reason });

let victim: string;
const requestId = randomUUID();

beforeAll(async () => {
  stack = await startTestStack();
  auditor = (await member('auditor', 'Aldo Ferri')).client;
  admin = await member('admin', 'Ada Marsh');
  victim = (await member('viewer', 'Vera Holm')).id;
  const office = atOffice(admin.accessToken, await sealedOrigin(requestId, '203.0.113.7'));
  expect((await changeRole(office, victim, 'support', 'Moved desks.')).error).toBeNull();
});
afterAll(() => stack?.close());

test('auditors read the names of all colleagues at once', async () => {
  expect(await readColleagues(auditor)).toMatchObject({ [admin.id]: 'Ada Marsh', [victim]: 'Vera Holm' });
});

test('an event says who, what, of what, before and after, why, from where and in which request', async () => {
  const [row] = await found({ request: requestId });
  expect(row).toMatchObject({
    kind: 'staff.role-changed',
    actor_kind: 'staff',
    actor_id: admin.id,
    actor_name: 'Ada Marsh',
    actor_role: 'admin',
    stream: `staff:${victim}`,
    reason: 'Moved desks.',
    address: '203.0.113.7',
    request_id: requestId,
  });
  expect(changesOf(row?.data ?? null)).toEqual({ changes: [{ field: 'role', before: 'viewer', after: 'support' }], rest: [] });
});

test.each([
  ['without a seal', (said: string) => ({ 'x-office-request': said })],
  ['under a guessed seal', (said: string) => ({ 'x-office-request': said, 'x-office-seal': sealOf(Buffer.from('guess'), said) })],
])('an address somebody writes for themselves %s is not taken for ours', async (_how, headers) => {
  const claimed = randomUUID();
  const { error } = await changeRole(
    atOffice(admin.accessToken, headers(`${claimed} 198.51.100.1`)),
    victim,
    _how.includes('guess') ? 'risk' : 'viewer',
    'Forged.',
  );
  expect(error).toBeNull();
  expect(await found({ request: claimed })).toEqual([]);
  expect((await found({ action: 'staff.role-changed' }))[0]).toMatchObject({ address: null, request_id: null, reason: 'Forged.' });
});

test.each(['203.0.113.7:51234', 'junk'])('a deed whose address reads %s is done, and names its request', async (address) => {
  const named = randomUUID();
  const role = address === 'junk' ? 'support' : 'config';
  expect(
    (await changeRole(atOffice(admin.accessToken, await sealedOrigin(named, address)), victim, role, 'Moved desks again.')).error,
  ).toBeNull();
  expect(await found({ request: named })).toMatchObject([{ kind: 'staff.role-changed', address: null, request_id: named }]);
});

describe('a question', () => {
  test.each([
    [{ actor: 'ada' }, true],
    [{ actor: 'staff' }, true],
    [{ actor: 'system' }, false],
    [{ action: 'staff.' }, true],
    [{ action: 'account.' }, false],
    [{ action: '%' }, false],
    [{ from: '2000-01-01', to: '2000-01-02' }, false],
    [{ entity: 'nobody,actor_kind.eq.staff' }, false],
  ])('%j is answered', async (search, isFound) => {
    expect((await found(search)).some((row) => row.kind === 'staff.role-changed')).toBe(isFound);
  });

  test('by what was acted on finds a stream by its id', async () => {
    expect(new Set((await found({ entity: victim })).map((row) => row.stream))).toEqual(new Set([`staff:${victim}`]));
  });

  test('walks all pages and meets each event once, also while new ones come in', async () => {
    const write = (n: number) =>
      stack.sql.query('select private.append_events($1, $2::jsonb, now())', ['staff:walk', JSON.stringify([{ kind: `walk.${n}` }])]);
    for (let n = 0; n < 7; n += 1) await write(n);
    const kinds: string[] = [];
    let query = asked({ action: 'walk.' });
    for (;;) {
      const { rows, next } = await readAudit(auditor, query, 3);
      kinds.push(...rows.map((row) => row.kind));
      await write(kinds.length + 100);
      if (next === null) break;
      query = { ...query, before: next };
    }
    expect(kinds).toEqual(['walk.6', 'walk.5', 'walk.4', 'walk.3', 'walk.2', 'walk.1', 'walk.0']);
  });

  test('survives its own link', () => {
    const query = asked({ actor: 'ada', action: 'staff.', entity: 'x y', from: '2026-02-01', to: 'nonsense', before: '12' });
    expect(query.to).toBe('');
    const again = readAuditQuery(Object.fromEntries(new URL(auditHref(query, { before: 12 }), 'http://x').searchParams));
    expect(again).toEqual(query);
  });
});

describe('a file', () => {
  const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
  test('as CSV and as JSON holds what the page finds', async () => {
    const rows = await found({ action: 'staff.' });
    const json = JSON.parse(await text(exportAudit(auditor, asked({ action: 'staff.' }), 'json', new Date()))) as { events: AuditRow[] };
    expect(json.events).toEqual(rows);
    const csv = await text(exportAudit(auditor, asked({ action: 'staff.' }), 'csv', new Date()));
    expect(csv.trim().split('\r\n')).toHaveLength(rows.length + 2);
    expect(csv).toContain('203.0.113.7');
  });
  test('of nothing is still a file', async () => {
    const json = JSON.parse(await text(exportAudit(auditor, asked({ action: 'nothing.' }), 'json', new Date()))) as { events: AuditRow[] };
    expect(json.events).toEqual([]);
  });
});

test('whoever does not audit finds no deed about colleagues, and may not check the chains', async () => {
  const risk = (await member('risk', 'Rika Sato')).client;
  expect(await found({ action: 'staff.' }, risk)).toEqual([]);
  await expect(verifySpine(risk)).rejects.toThrow();
  expect(await verifySpine(auditor)).toMatchObject({ bad: [], disagreements: [] });
});
