'use client';
// Which rows say something else than they did a moment ago: what came in live is seen where it happened, and nothing moves.
import { useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** Ids of rows that were shown before with other contents. Rows that were not shown before are no change of theirs. */
export function useChanged<Row>(rows: Row[], idOf: (row: Row) => string): ReadonlySet<string> {
  const [held, hold] = useState({ rows, changed: NONE });
  if (held.rows === rows) return held.changed;
  const before = new Map(held.rows.map((row) => [idOf(row), JSON.stringify(row)]));
  const changed = new Set(rows.filter((row) => (before.get(idOf(row)) ?? JSON.stringify(row)) !== JSON.stringify(row)).map(idOf));
  hold({ rows, changed });
  return changed;
}
