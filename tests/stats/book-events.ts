// What the spine holds of the endings of an account of a book, in the order it was written.
import { randomUUID } from 'node:crypto';
import type { BookAccount } from './book';

/** One event of an account: its place, its kind, its data and its instant follow the account. */
export const EVENT = `insert into public.events (stream, seq, kind, account_id, actor_kind, data, occurred_at, created_at, prev_hash, hash)
  values ('account:' || $1::uuid, $2, $3, $1, 'system', $4::jsonb, $5::timestamptz, $5, '', '')`;

export function endingsOf(one: BookAccount): { seq: number; kind: string; hours: number; data: object }[] {
  const told: [kind: string, hours: number, data: object][] = [];
  if (one.undone !== null) told.push(['failed', one.undone, {}], ['reinstated', one.undone - 1, {}]);
  if (one.closed !== null) told.push([one.status, one.closed, one.reason === 'rule_violation' ? { violation_id: randomUUID() } : {}]);
  return told.map(([kind, hours, data], place) => ({ seq: place + 1, kind, hours, data }));
}
