// A verdict's derivation as JSON, told again from the account's first event: what a dispute is answered with.
import { canonicalJson } from '@/lib/canonical-json';
import { readRuleSet } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readViolation } from '@/lib/violations/read';
import { explainViolation } from '@/lib/violations/why-replay';

export const dynamic = 'force-dynamic';

const NOT_FOUND = { error: { code: 'not-found', message: 'There is no such verdict on this account.' } };

type Params = { params: Promise<{ id: string; violationId: string }> };

export async function GET(_request: Request, { params }: Params): Promise<Response> {
  await requireStaff(readersOf('/accounts'));
  const { id, violationId } = await params;
  const client = await createClient();
  const violation = await readViolation(client, violationId);
  if (!violation || violation.account_id !== id) return Response.json(NOT_FOUND, { status: 404, headers: { 'cache-control': 'no-store' } });
  const rules = await readRuleSet(client, violation.rule_set_id);
  const explained = await explainViolation(violation, rules?.document ?? null);
  if (!explained) return Response.json(NOT_FOUND, { status: 404, headers: { 'cache-control': 'no-store' } });
  return new Response(`${canonicalJson(explained, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="why-${violation.login.replaceAll(/[^\w.-]/g, '_')}-${violation.rule}.json"`,
      'cache-control': 'private, no-store',
    },
  });
}
