// The audit as data: what may be asked of it, and what changed in an event, read out of the words the events use.
import { z } from 'zod';

export interface AuditQuery {
  /** A person's name or id, or a kind of actor: system, staff, trader, provider. */
  actor: string;
  /** An event's kind or how it begins: "staff." or "account.blocked". */
  action: string;
  /** What was acted on: a login, a stream, a trader's name, an id. */
  entity: string;
  /** UTC days, both included. */
  from: string;
  to: string;
  request: string;
  /** Id of the last row already shown. */
  before: number | null;
}

const text = (value: unknown, most = 80): string => (typeof value === 'string' ? value.trim().slice(0, most) : '');
const day = (value: unknown): string => {
  const given = text(value, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(`${given}T00:00:00Z`)) ? given : '';
};

/** Reads a URL; what is not understood is left out, because an old link must still open. */
export function readAuditQuery(search: Record<string, string | string[] | undefined>): AuditQuery {
  const before = text(search.before, 18);
  return {
    actor: text(search.actor),
    action: text(search.action).toLowerCase(),
    entity: text(search.entity),
    from: day(search.from),
    to: day(search.to),
    request: text(search.request),
    before: /^[1-9]\d{0,15}$/.test(before) ? Number.parseInt(before, 10) : null,
  };
}

const FILTERS = ['actor', 'action', 'entity', 'from', 'to', 'request'] as const;

/** The filters in force, named as the page names them. */
export const auditFilters = (query: AuditQuery): string[] =>
  FILTERS.filter((name) => query[name] !== '').map((name) => `${name}: ${query[name]}`);

/** The same question as a link, with another page of it or another address. */
export function auditHref(
  query: AuditQuery,
  change: { before?: number | null; path?: string; extra?: Record<string, string> } = {},
): string {
  const params = new URLSearchParams(FILTERS.flatMap((name) => (query[name] === '' ? [] : [[name, query[name]] as [string, string]])));
  if (change.before) params.set('before', String(change.before));
  for (const [name, value] of Object.entries(change.extra ?? {})) params.set(name, value);
  const asked = params.toString();
  return `${change.path ?? '/audit'}${asked ? `?${asked}` : ''}`;
}

export const auditRow = z.object({
  id: z.number(),
  stream: z.string(),
  seq: z.number(),
  kind: z.string(),
  actor_kind: z.string(),
  actor_id: z.string().nullable(),
  actor_name: z.string().nullable(),
  actor_role: z.string().nullable(),
  account_id: z.string().nullable(),
  login: z.string().nullable(),
  trader_id: z.string().nullable(),
  trader_name: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  occurred_at: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

export type Change = { field: string; before: string; after: string };

export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The data of an event with colleagues by name where it has their ids; the id of anything else stays. */
export function named(data: Record<string, unknown> | null, names: Readonly<Record<string, string>>): Record<string, unknown> | null {
  if (data === null) return null;
  const spoken = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(IDS, (id) => names[id] ?? id);
    if (Array.isArray(value)) return value.map(spoken);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoken(inner)])) : value;
  };
  return spoken(data) as Record<string, unknown>;
}

/** What an event changed: `from_x` beside `to_x`, or a `before` and an `after`, and what else it says. */
export function changesOf(data: Record<string, unknown> | null): { changes: Change[]; rest: [string, string][] } {
  const known = data ?? {};
  const changes: Change[] = [];
  const told = new Set<string>();
  const add = (field: string, before: string, after: string, values: [unknown, unknown]) => {
    told.add(before).add(after);
    changes.push({ field, before: valueText(values[0]), after: valueText(values[1]) });
  };
  const [before, after] = [known.before, known.after];
  if (isRecord(before) || isRecord(after)) {
    told.add('before').add('after');
    const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
    for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (valueText(was[field]) !== valueText(is[field])) add(field, 'before', 'after', [was[field], is[field]]);
    }
  }
  for (const name of Object.keys(known)) {
    const field = /^(?:from|to)_(.+)$/.exec(name)?.[1];
    if (field && !told.has(name)) add(field, `from_${field}`, `to_${field}`, [known[`from_${field}`], known[`to_${field}`]]);
  }
  const rest = Object.entries(known).filter(([name, value]) => !told.has(name) && value !== null && value !== '');
  return { changes, rest: rest.map(([name, value]) => [name, valueText(value)]) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
