// The version a preview is asked for: read under the asker's session and compiled.
import { readRuleSet } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { StaffRole } from '@/lib/staff/roles';

/** Who may ask what a draft would change. */
export const PREVIEWERS: readonly StaffRole[] = ['config', 'admin', 'risk'];

const refusal = (status: number, code: string, message: string) =>
  Response.json({ error: { code, message } }, { status, headers: { 'cache-control': 'no-store' } });

export async function previewedDraft(id: string) {
  const held = await readRuleSet(await createClient(), id);
  if (!held) return { refused: refusal(404, 'not-found', 'This rule set does not exist.') };
  const draft = compileRuleSet(held.document);
  if (!draft.ok) return { refused: refusal(422, draft.refusal.code, draft.refusal.message) };
  return { refused: null, held, draft: draft.value };
}
