// Pages of a REST list: a cursor names the last row seen, so rows that arrive meanwhile neither shift nor repeat what follows.
import { z } from 'zod';
import { refuse, type Result } from '@/lib/refusal';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Where the next page begins: after this instant, and after this id among those of the same instant. */
const position = z.strictObject({ at: z.string().max(40), id: z.string().min(1).max(80) });
export type Position = z.output<typeof position>;
export interface Page {
  limit: number;
  after: Position | null;
}

const limitText = z.coerce.number().int().min(1).max(MAX_LIMIT);

/** What may stand behind the question mark of a list. */
export const pageQuery = z.object({
  limit: limitText.default(DEFAULT_LIMIT).describe('Rows on a page.'),
  cursor: z.string().optional().describe('`next_cursor` of the page before.'),
});
export const fundedQuery = pageQuery.extend({ userId: z.uuid().optional().describe('One trader’s; staff only.') });

export function readPage(query: URLSearchParams): Result<Page> {
  const limit = limitText.safeParse(query.get('limit') ?? DEFAULT_LIMIT);
  if (!limit.success) return refuse('invalid', `limit is a whole number from 1 to ${MAX_LIMIT}.`, { path: 'limit' });
  const cursor = query.get('cursor');
  if (cursor === null || cursor === '') return { ok: true, value: { limit: limit.data, after: null } };
  const after = readCursor(cursor);
  if (after === null) return refuse('invalid', 'cursor is not one that a page before answered.', { path: 'cursor' });
  return { ok: true, value: { limit: limit.data, after } };
}

const cursorOf = (after: Position): string => Buffer.from(JSON.stringify(after)).toString('base64url');

// A cursor ends up in a filter, so its parts must look like what they stand for.
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d(?::?\d\d)?))?$/;
const ID = /^[0-9A-Za-z:_-]{1,80}$/;

function readCursor(text: string): Position | null {
  try {
    const read = position.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return read.success && INSTANT.test(read.data.at) && ID.test(read.data.id) ? read.data : null;
  } catch {
    return null;
  }
}

/** The answer of a list that was read with one row more than asked. */
export function pageOf<T>(rows: T[], { limit }: Page, positionOf: (row: T) => Position): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? cursorOf(positionOf(last)) : null };
}

/** PostgREST's words for "after this position, newest first". */
export const olderThan = (column: string, { at, id }: Position): string => `${column}.lt."${at}",and(${column}.eq."${at}",id.lt."${id}")`;
