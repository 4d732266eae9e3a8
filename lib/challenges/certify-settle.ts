// The server's word that a draft was checked, left in the database just before a person signs: publishing asks for it, so nobody publishes
// past the checks by calling the database directly.
import { serviceClient } from '@/lib/db/clients';
import { refuse, accept, type Result } from '@/lib/refusal';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import type { Publishable } from '@/lib/challenges/publishable';

interface Certified {
  rule_set_id: string;
  checksum: string;
  /** Who saw the preview and signs. */
  staff_id: string;
}

/** False where the draft is another one by now, or no draft any more. */
export async function certifyRuleSet(of: Certified, checked: Publishable, now: Date): Promise<Result<null>> {
  const certificate = { engine: ENGINE_VERSION, cases: checked.cases, warnings: checked.warnings };
  const { data, error } = await serviceClient().rpc('certify_rule_set', { p: { ...of, certificate, now: now.toISOString() } });
  if (error) throw new Error(`certify_rule_set: ${error.message}`);
  return data === true ? accept(null) : refuse('stale', 'This draft changed since you opened it. Look at it again, then decide.');
}
