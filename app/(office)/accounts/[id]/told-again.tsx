// One verdict beside the rule it was bought with and beside itself told again. Telling takes as long as the account is old, so the drawer does not wait for it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { AsJudged } from '@/components/violations/as-judged';
import { readRuleSet } from '@/lib/challenges/read';
import { rulesInWords } from '@/lib/challenges/rule-sentences';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import type { ViolationDetail } from '@/lib/violations/read';
import { explainViolation, type Explained } from '@/lib/violations/why-replay';

export async function ToldAgain({ violation, client }: { violation: ViolationDetail; client: SupabaseClient }) {
  const rules = await readRuleSet(client, violation.rule_set_id).catch(() => null);
  const words = rules ? rulesInWords(rules.document) : [];
  const rule = words.find((one) => one.rule === violation.rule && one.instance === violation.instance) ?? null;
  const explained = await explainViolation(violation, rules?.document ?? null).catch(() => null);
  return (
    <AsJudged rule={rule} judgedBy={violation.engine} toldBy={explained?.derivation?.engine ?? ENGINE_VERSION} told={toldOf(explained)} />
  );
}

function toldOf(explained: Explained | null) {
  if (explained === null) return 'unread';
  if (explained.derivation === null) return 'gone';
  return explained.agrees ? 'same' : 'differs';
}
