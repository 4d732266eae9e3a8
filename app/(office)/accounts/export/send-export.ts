// How every list leaves as a file: streamed, never stored by anything on the way, named by list and instant.
import type { ListDefinition } from '@/lib/lists/definition';
import { readQuery } from '@/lib/lists/query';
import { exportList } from '@/lib/lists/read';

export function sendExport(authUserId: string, definition: ListDefinition, request: Request, now: Date): Response {
  const query = readQuery(definition, new URL(request.url).searchParams);
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '');
  return new Response(exportList(authUserId, definition, query, now), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${definition.name}-${stamp}Z.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}
