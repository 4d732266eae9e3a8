// The documentation for programs, OpenAPI 3.1. Anybody may read it; it says nothing about anybody.
import { apiDocument } from '@/lib/api/document';
import { SCHEDULED } from '@/lib/jobs/scheduled';

export function GET(): Response {
  return Response.json(apiDocument(SCHEDULED), { headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' } });
}
