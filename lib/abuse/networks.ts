// A list of networks as somebody pastes it, made into rows: cidr, kind, source, read_on and, where known, the owner. What cannot be read is
// named by its line, and one bad line takes in nothing, because half a list would pass for the whole.
import { z } from 'zod';
import { NETWORK_KINDS } from '@/lib/abuse/shared-ip';
import { namedRows } from '@/lib/market/table-text';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface NetworkRow {
  cidr: string;
  kind: string;
  owner: string | null;
  read_on: string;
}
export interface NetworkImport {
  source: string;
  rows: NetworkRow[];
}

export const MOST_SIGNS = 400_000;
const WIDEST = { 4: 8, 6: 16 } as const;

/** An address with the length of its network; one without is a single address. */
const cidr = z.string().transform((text, context) => {
  const [address = '', length, ...rest] = text.split('/');
  const version = z.ipv4().safeParse(address).success ? 4 : z.ipv6().safeParse(address).success ? 6 : null;
  const longest = version === 4 ? 32 : 128;
  const bits = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number.parseInt(length, 10) : -1;
  if (version === null || rest.length > 0 || bits < 0 || bits > longest) {
    context.addIssue({ code: 'custom', message: 'must be a network, as 203.0.113.0/24' });
    return z.NEVER;
  }
  if (bits < WIDEST[version]) {
    context.addIssue({ code: 'custom', message: `is wider than a /${WIDEST[version]}` });
    return z.NEVER;
  }
  return `${address}/${bits}`;
});
const row = z.object({
  cidr,
  kind: z.string().toLowerCase().pipe(z.enum(NETWORK_KINDS, 'must be hosting, vpn, mobile or office')),
  source: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,59}$/, 'must be a name in small letters, as ranges.example'),
  read_on: z.iso.date('must be a day, as 2026-11-21'),
  owner: z.string().max(120, 'is longer than 120 signs').default(''),
});

/** All lines of one source, none in the future; `today` is a UTC day. */
export function readNetworks(text: string, today: string): Result<NetworkImport> {
  if (text.length > MOST_SIGNS) return refuse('too-long', `At most ${MOST_SIGNS} signs at once; split the list.`, { path: 'text' });
  const named = namedRows(text, { needed: ['cidr', 'kind', 'source', 'read_on'], allowed: ['owner'] });
  if (!named.ok) return named;
  const rows: NetworkRow[] = [];
  let source: string | null = null;
  for (const { line, cells } of named.value) {
    const parsed = row.safeParse(cells);
    if (!parsed.success) {
      const [first] = parsed.error.issues;
      return refuse('row-invalid', `Line ${line}: ${String(first?.path[0])} ${first?.message}.`, { path: 'text' });
    }
    const { source: said, owner, ...rest } = parsed.data;
    source ??= said;
    if (said !== source)
      return refuse('two-sources', `Line ${line} is by ${said}, the ones before by ${source}: take in one source at a time.`, {
        path: 'text',
      });
    if (rest.read_on > today) return refuse('from-the-future', `Line ${line}: ${rest.read_on} is still to come.`, { path: 'text' });
    rows.push({ ...rest, owner: owner === '' ? null : owner });
  }
  return source === null ? refuse('empty', 'There is no network below the first line.', { path: 'text' }) : accept({ source, rows });
}
