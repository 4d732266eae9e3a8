// The spine against somebody who may do anything inside the database: what the chain finds, and what only the head outside finds.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serviceClient, tokenClient } from '@/lib/db/clients';
import { explainBreak } from '@/lib/events/anchors-write';
import { compareWithAnchors, newestOutside, readStanding } from '@/lib/events/anchors-read';
import { anchorEvents } from '@/lib/events/send';
import { startTestStack, type TestStack } from '../support/stack';

const folder = mkdtempSync(join(tmpdir(), 'tideline-anchors-'));
let stack: TestStack;
let hour = 0;
const logged: string[] = [];
const anchorNow = () => anchorEvents(new Date(Date.UTC(2026, 1, 2, (hour += 1))), (line) => logged.push(line));

const write = (stream: string, kinds: string[]) =>
  stack.sql.query('select private.append_events($1, $2::jsonb, now())', [
    stream,
    JSON.stringify(kinds.map((kind) => ({ kind, data: { kind } }))),
  ]);

/** As the cluster's superuser, with every trigger off, for good. */
async function tamper(...statements: string[]): Promise<void> {
  const client = await stack.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release();
  }
}
const broken = async () =>
  (
    await stack.sql.query<{ stream: string; first_bad_seq: string }>(
      'select stream, first_bad_seq from public.verify_events() where not is_intact',
    )
  ).rows;
const disagreements = async () => (await compareWithAnchors(serviceClient())).map(({ place }) => place);

beforeAll(async () => {
  stack = await startTestStack({ environment: { DATA_DIR: folder } });
});
afterAll(async () => {
  delete process.env.DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
  await stack?.close();
});

/** A history of two streams, anchored, that goes on after the anchor. */
beforeEach(async () => {
  await tamper('truncate public.events, public.anchors restart identity cascade');
  rmSync(join(folder, 'anchors'), { recursive: true, force: true });
  await write('staff:firm', ['a.one', 'a.two', 'a.three', 'a.four']);
  await write('staff:other', ['b.one', 'b.two']);
  await anchorNow();
  await write('staff:other', ['b.three']);
});

test('an untouched history agrees with its anchors, and goes on doing so as it grows', async () => {
  expect([await broken(), await disagreements()]).toEqual([[], []]);
  await anchorNow();
  expect(await disagreements()).toEqual([]);
  const { rows } = await stack.sql.query('select events, streams, places, is_intact from public.anchors order by id');
  expect(rows).toEqual([
    { events: '6', streams: '2', places: ['file', 'log'], is_intact: true },
    { events: '7', streams: '2', places: ['file', 'log'], is_intact: true },
  ]);
  expect(newestOutside()?.events).toBe(7);
  expect(
    readFileSync(join(folder, 'anchors', '2026-02.jsonl'), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(2);
  expect(logged.at(-1)).toContain(newestOutside()?.head);
});

describe('found by the chain, at the first bad row', () => {
  test('an edit', async () => {
    await tamper(`update public.events set reason = 'never said' where stream = 'staff:firm' and seq = 2`);
    expect(await broken()).toEqual([{ stream: 'staff:firm', first_bad_seq: '2' }]);
  });
  test('an edited address', async () => {
    await tamper(`update public.events set address = '203.0.113.9' where stream = 'staff:firm' and seq = 3`);
    expect(await broken()).toEqual([{ stream: 'staff:firm', first_bad_seq: '3' }]);
  });
  test('a deleted row', async () => {
    await tamper(`delete from public.events where stream = 'staff:firm' and seq = 2`);
    expect(await broken()).toEqual([{ stream: 'staff:firm', first_bad_seq: '3' }]);
  });
  test('two rows swapped', async () => {
    await tamper(`update public.events set seq = case seq when 2 then 103 else 102 end where stream = 'staff:firm' and seq in (2, 3)`);
    await tamper(`update public.events set seq = seq - 100 where seq > 100`);
    expect((await broken())[0]).toEqual({ stream: 'staff:firm', first_bad_seq: '2' });
    expect(await disagreements()).toEqual([]);
  });
});

/** Every chain computed anew, as somebody would who knows how. */
const REWRITE = `do $$ declare e public.events; last bytea := ''::bytea; begin
  for e in select * from public.events where stream = 'staff:firm' order by seq loop
    e.prev_hash := last; e.hash := private.event_hash(e); last := e.hash;
    update public.events set prev_hash = e.prev_hash, hash = e.hash where id = e.id;
  end loop; end $$`;

describe('found by the head outside alone', () => {
  test('a cut tail', async () => {
    await tamper(`delete from public.events where stream = 'staff:firm' and seq >= 3`);
    expect(await broken()).toEqual([]);
    expect(await disagreements()).toEqual(['file', 'database']);
  });
  test('two rows swapped and the chain computed anew', async () => {
    await tamper(`update public.events set seq = case seq when 2 then 103 else 102 end where stream = 'staff:firm' and seq in (2, 3)`);
    await tamper(`update public.events set seq = seq - 100 where seq > 100`, REWRITE);
    expect(await broken()).toEqual([]);
    expect(await disagreements()).toEqual(['file', 'database']);
  });
  test('all of it written anew, the anchors in the database included', async () => {
    await tamper(
      `update public.events set data = '{"kind": "never"}' where stream = 'staff:firm' and seq = 1`,
      REWRITE,
      'truncate public.anchors cascade',
    );
    expect(await broken()).toEqual([]);
    expect(await disagreements()).toEqual(['file']);
  });
  test('a whole stream taken out', async () => {
    await tamper(`delete from public.events where stream = 'staff:other'`);
    expect([await broken(), await disagreements()]).toEqual([[], ['file', 'database']]);
  });
});

test('the next anchor keeps what it found and tells it in an event of its own', async () => {
  await tamper(`delete from public.events where stream = 'staff:firm' and seq >= 3`);
  expect(await anchorNow()).toMatchObject({ intact: 0 });
  const { rows } = await stack.sql.query('select is_intact, first_bad from public.anchors order by id desc limit 1');
  expect(rows).toMatchObject([{ is_intact: false, first_bad: { place: 'file', missing_events: 2 } }]);
  expect((await stack.sql.query(`select from public.events where kind = 'audit.chain-broken'`)).rowCount).toBe(1);
});

describe('a change that was found stays found', () => {
  const broke = async () =>
    (await stack.sql.query<{ kind: string }>('select kind from private.alert_cases(now())')).rows.map(({ kind }) => kind);
  const admin = async () => {
    const { id, accessToken } = await stack.signUp(`admin-${hour}@audit.test`);
    await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, $2, 'A', 'admin')`, [
      id,
      `admin-${hour}@audit.test`,
    ]);
    return tokenClient(accessToken);
  };
  const newest = async () => (await readStanding(serviceClient())).open?.anchor_id ?? 0;

  test('hour after hour, told once, until an admin has said why; from then on the history is held against its new head', async () => {
    await tamper(`delete from public.events where stream = 'staff:firm' and seq >= 3`);
    for (const _ of [1, 2, 3]) expect(await anchorNow()).toMatchObject({ intact: 0 });
    expect(await broke()).toEqual(['chain-broken']);
    expect((await stack.sql.query(`select from public.events where kind = 'audit.chain-broken'`)).rowCount).toBe(1);
    const anchored = await newest();
    const client = await admin();
    expect(await explainBreak(client, { anchor_id: anchored - 1, reason: 'A restore.' })).toMatchObject({ refusal: { code: 'stale' } });
    expect(await explainBreak(client, { anchor_id: anchored, reason: ' ' })).toMatchObject({ refusal: { code: 'reason-missing' } });
    expect(await explainBreak(client, { anchor_id: anchored, reason: 'A restore of Tuesday.' })).toMatchObject({ ok: true });
    expect(await broke()).toEqual([]);
    expect([await disagreements(), await anchorNow(), await anchorNow()]).toMatchObject([[], { intact: 1 }, { intact: 1 }]);
    const { rows } = await stack.sql.query(`select reason, actor_kind from public.events where kind = 'audit.break-explained'`);
    expect(rows).toEqual([{ reason: 'A restore of Tuesday.', actor_kind: 'staff' }]);
    // A machine that has put nothing away since before the change is told of the explanation too.
    const month = join(folder, 'anchors', '2026-02.jsonl');
    const lines = readFileSync(month, 'utf8');
    writeFileSync(month, lines.slice(0, lines.indexOf('\n') + 1));
    expect(await disagreements()).toEqual([]);
    writeFileSync(month, lines);
    await tamper(`delete from public.events where kind = 'audit.break-explained'`);
    expect(await anchorNow()).toMatchObject({ intact: 0 });
    expect(await broke()).toEqual(['chain-broken']);
  });

  test('also where what was taken out is put back before anybody looked', async () => {
    await tamper(`update public.events set seq = seq + 100 where stream = 'staff:firm' and seq = 4`);
    await anchorNow();
    await tamper(`update public.events set seq = seq - 100 where stream = 'staff:firm' and seq = 104`);
    await anchorNow();
    expect(await disagreements()).toEqual([]);
    expect(await broke()).toEqual(['chain-broken']);
  });

  test('a bad link that was explained does not hide the next one', async () => {
    await tamper(`update public.events set reason = 'never said' where stream = 'staff:firm' and seq = 2`);
    await anchorNow();
    expect(
      await explainBreak(await admin(), { anchor_id: await newest(), reason: 'A name was taken out by order of a court.' }),
    ).toMatchObject({ ok: true });
    await anchorNow();
    expect(await broke()).toEqual([]);
    await tamper(`update public.events set reason = 'never said' where stream = 'staff:other' and seq = 2`);
    await anchorNow();
    expect(await broke()).toEqual(['chain-broken']);
    expect((await readStanding(serviceClient())).open?.first_bad).toMatchObject({ stream: 'staff:other', seq: 2 });
  });

  test('a folder that cannot be read is no folder without anchors', async () => {
    const month = join(folder, 'anchors', '2026-02.jsonl');
    rmSync(month);
    mkdirSync(month);
    await expect(anchorNow()).rejects.toThrow('EISDIR');
  });
});

test('a load test comes and goes without a trace in the head', async () => {
  await write('scale:run', ['scale.one']);
  await anchorNow();
  await tamper(`delete from public.events where stream = 'scale:run'`);
  expect(await disagreements()).toEqual([]);
});

test('an anchor waits for whoever is writing, and does not speak of what may still appear', async () => {
  const client = await stack.sql.connect();
  await client.query('begin');
  await client.query(`select private.append_events('staff:slow', '[{"kind": "slow.one"}]', now())`);
  await expect(anchorNow()).rejects.toThrow('lock timeout');
  await client.query('commit');
  client.release();
  await anchorNow();
  expect(newestOutside()?.events).toBe(8);
});
