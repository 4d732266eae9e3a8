// What the palette finds: a line that says what it is, and where it leads.

export interface SearchHit {
  kind: 'account' | 'trader' | 'line';
  id: string;
  title: string;
  /** What tells it from one of the same name. */
  note: string;
  href: string;
}
export interface SearchAnswer {
  hits: SearchHit[];
}

const LONGEST_SEARCH = 80;

/** Something an address may begin with: figures and dots, or figures and colons. */
export const looksLikeAddress = (q: string): boolean => /^[0-9a-f]{0,4}[.:][0-9a-f.:*]*$|^\d{1,3}\.[\d.*]*$/i.test(q);

/** What is looked for, or null where it is too little to look for. */
export function readSearch(text: string | null): string | null {
  const q = (text ?? '').trim().slice(0, LONGEST_SEARCH);
  return q.length < 2 ? null : q;
}
