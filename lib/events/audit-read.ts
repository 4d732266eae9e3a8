// Reads the audit page by page, newest first, through the reader's own session: row-level security keeps what is not theirs. A page is
// found by the id of the last row shown, so it costs the same however far back it lies and no row moves while somebody reads.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { cell, commentLine, line } from '@/lib/csv';
import type { Disagreement } from '@/lib/events/anchor';
import { compareWithAnchors } from '@/lib/events/anchors-read';
import { auditFilters, auditRow, type AuditQuery, type AuditRow } from '@/lib/events/audit';
import { likePattern, rangeEnd } from '@/lib/lists/query';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What has a chain of its own, by id. */
const STREAMS = ['account', 'staff', 'rule-set', 'payout'];
const ACTOR_KINDS = ['system', 'staff', 'trader', 'owner', 'provider'];
const COLUMNS =
  'id,stream,seq,kind,actor_kind,actor_id,actor_name,actor_role,account_id,login,trader_id,trader_name,reason,data,address,request_id,occurred_at,hash';

const quoted = (value: string): string => `"${value.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;

function asked(client: SupabaseClient, query: AuditQuery) {
  let request = client.from('audit_list').select(COLUMNS);
  if (UUID.test(query.actor)) request = request.eq('actor_id', query.actor);
  else if (ACTOR_KINDS.includes(query.actor)) request = request.eq('actor_kind', query.actor);
  else if (query.actor) request = request.ilike('actor_name', likePattern(query.actor));
  if (query.action) request = request.like('kind', likePattern(query.action).slice(1));
  if (UUID.test(query.entity)) {
    const id = query.entity.toLowerCase();
    const streams = STREAMS.map((name) => `stream.eq.${quoted(`${name}:${id}`)}`);
    request = request.or([`account_id.eq.${id}`, `trader_id.eq.${id}`, ...streams].join(','));
  } else if (query.entity) {
    const word = quoted(query.entity);
    request = request.or([`login.eq.${word}`, `stream.eq.${word}`, `trader_name.ilike.${quoted(likePattern(query.entity))}`].join(','));
  }
  if (query.request) request = request.eq('request_id', query.request);
  if (query.from) request = request.gte('occurred_at', `${query.from}T00:00:00Z`);
  if (query.to) request = request.lt('occurred_at', rangeEnd(query.to));
  return request;
}

export async function readAudit(
  client: SupabaseClient,
  query: AuditQuery,
  size: number,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const request = query.before === null ? asked(client, query) : asked(client, query).lt('id', query.before);
  const { data, error } = await request.order('id', { ascending: false }).limit(size + 1);
  if (error) throw new Error(`audit_list: ${error.message}`);
  const rows = z.array(auditRow).parse(data);
  const shown = rows.slice(0, size);
  return { rows: shown, next: rows.length > size ? (shown.at(-1)?.id ?? null) : null };
}

const colleague = z.object({ id: z.string(), full_name: z.string().nullable(), email: z.string() });

/** Everybody who works or worked here, by id: once for a page, so that no event has to be asked about. */
export async function readColleagues(client: SupabaseClient): Promise<Record<string, string>> {
  const { data, error } = await client.from('staff').select('id, full_name, email').limit(1_000);
  if (error) throw new Error(`staff: ${error.message}`);
  return Object.fromEntries(
    z
      .array(colleague)
      .parse(data)
      .map(({ id, full_name, email }) => [id, full_name || email]),
  );
}

const EXPORT_BATCH = 1_000;
type AuditFormat = 'csv' | 'json';

function csvLine(row: AuditRow): string {
  const words = [row.kind, row.actor_kind, row.actor_name, row.actor_id, row.stream, row.login, row.trader_name, row.reason];
  const rest = [JSON.stringify(row.data ?? {}), row.address, row.request_id, row.hash];
  return line([
    cell(row.id, 'number', 0),
    cell(row.occurred_at, 'when', 0),
    ...words.map((word) => cell(word, 'text', 0)),
    cell(row.seq, 'number', 0),
    ...rest.map((word) => cell(word, 'text', 0)),
  ]);
}

const HEAD = [
  'id',
  'at',
  'action',
  'actor kind',
  'actor',
  'actor id',
  'stream',
  'login',
  'trader',
  'reason',
  'seq',
  'data',
  'address',
  'request',
  'hash',
];

/** Everything the question finds, as one file, newest first; streamed page by page. */
export function exportAudit(client: SupabaseClient, query: AuditQuery, format: AuditFormat, now: Date): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let before = query.before;
  let rowsSent = 0;
  const filters = auditFilters(query).join('; ') || 'none';
  const opening =
    format === 'json'
      ? `{"taken_at":${JSON.stringify(now.toISOString())},"filter":${JSON.stringify(filters)},"events":[`
      : '\ufeff' +
        commentLine(`events, filter: ${filters}; times in UTC; taken ${now.toISOString()}`) +
        line(HEAD.map((name) => `"${name}"`));
  return new ReadableStream({
    start: (stream) => stream.enqueue(encoder.encode(opening)),
    async pull(stream) {
      const { rows, next } = await readAudit(client, { ...query, before }, EXPORT_BATCH);
      const texts = rows.map((row, place) =>
        format === 'csv' ? csvLine(row) : `${rowsSent + place > 0 ? ',' : ''}\n${JSON.stringify(row)}`,
      );
      rowsSent += rows.length;
      stream.enqueue(encoder.encode(texts.join('') + (next === null && format === 'json' ? '\n]}\n' : '')));
      before = next;
      if (next === null) stream.close();
    },
  });
}

const chain = z.object({ stream: z.string(), events: z.number(), first_bad_seq: z.number().nullable(), is_intact: z.boolean() });
type BadRow = { stream: string; seq: number; event_id: number | null };
export type Verification = { streams: number; events: number; bad: BadRow[]; disagreements: Disagreement[] };

/** Computes every chain anew and compares the history with the heads that were put away before. */
export async function verifySpine(client: SupabaseClient): Promise<Verification> {
  const [checked, disagreements] = await Promise.all([client.rpc('verify_events'), compareWithAnchors(client)]);
  if (checked.error) throw new Error(`verify_events: ${checked.error.message}`);
  const chains = z.array(chain).parse(checked.data);
  const broken = chains.filter((one) => !one.is_intact).slice(0, 20);
  const bad = await Promise.all(
    broken.map(async ({ stream, first_bad_seq }): Promise<BadRow> => {
      const seq = first_bad_seq ?? 1;
      const { data } = await client.from('events').select('id').eq('stream', stream).eq('seq', seq).maybeSingle();
      return { stream, seq, event_id: data === null ? null : Number.parseInt(String(data.id), 10) };
    }),
  );
  return { streams: chains.length, events: chains.reduce((sum, one) => sum + one.events, 0), bad, disagreements };
}
