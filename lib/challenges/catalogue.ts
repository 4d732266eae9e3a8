// What is sold, put together for the catalogue: each challenge with its phases and the version each is judged by, and what is wired wrong.
import type { ChallengeSold, RuleSetRow } from '@/lib/challenges/read';
import type { Neighbour } from '@/lib/challenges/stricter';
import { publishingWarnings } from '@/lib/challenges/warnings';

export interface CatalogueRow extends Omit<ChallengeSold, 'phases'> {
  running: number;
  phases: { id: string; name: string; inForce: Pick<RuleSetRow, 'id' | 'code' | 'version'> | null }[];
  /** What keeps an order for it from being delivered or judged. */
  warnings: string[];
}

/** `inForce` are the rules that judge now; `today` tells how old what was read for them is. */
export function catalogue(
  challenges: ChallengeSold[],
  versions: RuleSetRow[],
  inForce: readonly (Neighbour & { phase_id: string; sources: unknown })[],
  today: string,
): CatalogueRow[] {
  return challenges.map(({ phases, ...challenge }) => {
    const own = versions.filter((one) => one.challenge_type_id === challenge.id);
    const rows = phases.map(({ id, name }) => ({ id, name, inForce: own.find((one) => one.phase_id === id && one.is_in_force) ?? null }));
    const running = own.reduce((sum, one) => sum + one.accounts_running, 0);
    const judging = inForce.filter(({ phase_id }) => phases.some(({ id }) => id === phase_id));
    const judged = judging.flatMap((one) => ofPhase(one, judging, today));
    return { ...challenge, running, phases: rows, warnings: [...warningsOf(challenge, phases, rows), ...judged] };
  });
}

/** The live phase alone is compared with its tests, so that nothing is said twice. */
function ofPhase(one: Neighbour & { sources: unknown }, all: readonly Neighbour[], today: string): string[] {
  return publishingWarnings(one, one.is_live ? all : [], today).map((words) =>
    words.startsWith(one.phase) ? words : `${one.phase}: ${words}`,
  );
}

function warningsOf(
  { product_id, steps }: Pick<ChallengeSold, 'product_id' | 'steps'>,
  phases: ChallengeSold['phases'],
  rows: CatalogueRow['phases'],
): string[] {
  const unjudged = rows
    .filter(({ inForce }) => inForce === null)
    .map(({ name }) => `${name} has no rules in force, so no account can be opened in it.`);
  const tests = phases.filter(({ is_live }) => !is_live).length;
  return [
    ...(product_id === null ? ['No product id: an order for it cannot be matched.'] : []),
    ...(tests === steps ? [] : [`It is sold with ${steps} steps and has ${tests} to pass.`]),
    ...unjudged,
  ];
}
