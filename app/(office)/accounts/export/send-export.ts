// How every list leaves as a file: streamed, never stored by anything on the way, named by list and instant.
import type { ExportColumn, ListDefinition } from '@/lib/lists/definition';
import { readQuery } from '@/lib/lists/query';
import { exportList } from '@/lib/lists/read';
import { sheetHead, sheetRow } from '@/lib/lists/sheet';
import { textStream } from '@/lib/text-stream';

export function sendExport(authUserId: string, definition: ListDefinition, request: Request, now: Date): Response {
  const query = readQuery(definition, new URL(request.url).searchParams);
  if (query.refused) return nothingExported(query.refused.map(({ label, value, why }) => `${label}: "${value}" ${why}.`));
  return sent(definition.name, exportList(authUserId, definition, query, now), now);
}

/** A page says which filter it left out; a file that holds more than was asked for would say nothing to whoever opens it. */
export function nothingExported(told: string[]): Response {
  return new Response(`Nothing was exported: a filter of the address could not be followed (filter-not-followed).\n${told.join('\n')}\n`, {
    status: 400,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' },
  });
}

type Sheet = {
  name: string;
  /** What is in it, by which filter, in which order. */
  told: string;
  columns: ExportColumn[];
  /** Page by page, until one is empty. */
  read: (page: number) => Promise<Record<string, unknown>[]>;
};

/** Rows that are no list of the database's own. The first page is read before anything is sent, so a failure is still an answer. */
export async function sendSheet({ name, told, columns, read }: Sheet, now: Date): Promise<Response> {
  const first = await read(1);
  const file = textStream(async (write) => {
    await write(sheetHead([told, `times in UTC; taken ${now.toISOString()}`], columns));
    for (let [page, rows] = [1, first]; rows.length > 0; page += 1, rows = await read(page))
      await write(rows.map((row) => sheetRow(columns, row)).join(''));
  });
  return sent(name, file, now);
}

function sent(name: string, file: ReadableStream<Uint8Array>, now: Date): Response {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  return new Response(file, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-${stamp}Z.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}
