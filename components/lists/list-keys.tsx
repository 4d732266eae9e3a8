'use client';
// The keyboard of every list: / searches, j and k walk the rows, Enter opens, x chooses. Walking moves the focus itself to the row's own
// link, so Enter and a screen reader need nothing more; a row without a link takes the focus whole.
import { useSingleKey } from '@/components/ui/keys';

const ROWS = 'tr[data-row]';
const OPENS = 'a[href]';

function rowsShown(): HTMLElement[] {
  // On a phone the table is not drawn, and no keyboard walks it.
  return [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.offsetParent !== null || row.getClientRects().length > 0);
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(ROWS) ?? null;
}

function walk(step: 1 | -1): void {
  const rows = rowsShown();
  const now = currentRow();
  const at = now ? rows.indexOf(now) : -1;
  const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
  if (!next) return;
  (next.querySelector<HTMLElement>(OPENS) ?? next).focus();
  next.scrollIntoView({ block: 'nearest' });
}

export function ListKeys() {
  useSingleKey('/', () => document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus());
  useSingleKey('j', () => walk(1));
  useSingleKey('k', () => walk(-1));
  useSingleKey('x', () => currentRow()?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click());
  return null;
}
