// What the office is made of, read from its own folders and its own build, so that a page, a file or a deed that is added is tested by itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OFFICE_PAGES, type OfficePage } from '@/lib/staff/roles';

const OFFICE = join(process.cwd(), 'app', '(office)');

/** Every address of the office with a page of its own; a part in brackets stands for an id. */
export const ADDRESSES: readonly string[] = pagesUnder('');

function pagesUnder(path: string): string[] {
  const entries = readdirSync(join(OFFICE, path), { withFileTypes: true });
  const own = entries.some(({ name }) => name === 'page.tsx') ? [path === '' ? '/' : path] : [];
  return [...own, ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => pagesUnder(`${path}/${name}`))].sort();
}

export const isPattern = (address: string): boolean => address.includes('[');

/** Whether a link leads to a page of this pattern, and not to one that is named. */
export function leadsTo(pattern: string, path: string): boolean {
  const [parts, asked] = [pattern.split('/'), path.split('/')];
  if (parts.length !== asked.length || ADDRESSES.includes(path)) return false;
  return parts.every((part, i) => (part.startsWith('[') ? /^[0-9a-f-]{36}$/.test(asked[i] ?? '') : part === asked[i]));
}

/** The files that a page of the navigation and the pages under it offer. */
export function filesOf({ path }: OfficePage): string[] {
  const folder = join(OFFICE, path);
  const within = readdirSync(folder, { withFileTypes: true, recursive: true });
  const routes = within.filter(
    ({ name, parentPath }) => name === 'route.ts' && parentPath.endsWith('/export') && !parentPath.includes('['),
  );
  return routes.map(({ parentPath }) => parentPath.slice(OFFICE.length));
}

export interface Deed {
  id: string;
  name: string;
  /** The page of the navigation it belongs to; the dashboard for what belongs to all of them. */
  page: OfficePage;
  /** Whether it only arranges one's own desk, which those who may change nothing do too. */
  isOwnDesk: boolean;
  /** An address that answers it; ids are made up, since the gate speaks before anything is looked up. */
  address: string;
}
type Manifest = { node: Record<string, { exportedName: string; filename: string; workers: Record<string, unknown> }> };

/** Every server action of the office, as the build names it. */
export function deeds(): Deed[] {
  const manifest = JSON.parse(readFileSync(join(process.cwd(), '.next', 'server', 'server-reference-manifest.json'), 'utf8')) as Manifest;
  return Object.entries(manifest.node).flatMap(([id, { exportedName, filename, workers }]) => {
    const worker = Object.keys(workers).find((name) => name.startsWith('app/(office)/'));
    if (!filename.startsWith('app/(office)/') || !worker) return [];
    const of = filename.slice('app/(office)'.length);
    const page = [...OFFICE_PAGES].reverse().find(({ path }) => of.startsWith(path === '/' ? path : `${path}/`));
    if (!page) throw new Error(`${filename} belongs to no page of the navigation.`);
    const address = worker
      .slice('app/(office)'.length)
      .replace(/\/page$/, '')
      .replaceAll(/\[\w+\]/g, '00000000-0000-4000-8000-000000000000');
    return [{ id, name: exportedName, page, isOwnDesk: of === '/desk-actions.ts', address }];
  });
}
