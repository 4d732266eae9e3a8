// How far back the judge will look into the market for an account: from the earliest instant its fold touches, less what a rate may be
// old. Nothing before it can change a verdict, so nothing before it has to be in memory.
import type { LoadedAccount, StoredEvent } from '@/lib/accounts/loaded';
import { readsMarket } from '@/lib/rules/reads-market';
import type { Instant, RuleSet } from '@/lib/rules/types';
import type { PlacedDraft } from '@/lib/trades/admit';
import { millisOf } from '@/lib/trades/instant-text';

const MARGIN_MS = 8 * 86_400_000;
type Folding = Pick<LoadedAccount, 'facts' | 'checkpoint' | 'activated_at'> & { events: readonly StoredEvent[] };

/** Null where neither the rule set nor one that ruled before it reads the market. */
export function marketNeed(account: Folding, ruleSet: RuleSet, placed: readonly PlacedDraft[] = []): Instant | null {
  const moved = account.events.some(({ kind }) => kind === 'migration');
  if (!moved && !readsMarket(ruleSet)) return null;
  const drafts = placed.flatMap(({ draft }) => [draft.occurred_at, ...instantsIn(draft.data)]);
  return since(account, drafts);
}

/** The same of several accounts together, or of one with a history of its own. */
export function earliestNeed(needs: readonly (Instant | null)[]): Instant | null {
  return needs.reduce((least, one) => (one === null ? least : least === null ? one : Math.min(least, one)), null);
}

function since({ facts, checkpoint, activated_at, events }: Folding, drafts: readonly string[]): Instant {
  const told = [...drafts, ...events.flatMap(({ occurred_at, data }) => [occurred_at, ...instantsIn(data)])].map(millisOf);
  const began = activated_at === null ? [] : [millisOf(activated_at)];
  const from = facts === null ? (checkpoint === null ? began : [checkpoint.facts.at]) : [facts.at];
  return [...told, ...from].reduce((least, at) => Math.min(least, at), Infinity) - MARGIN_MS;
}

/** When a trade or a position was opened lies before the event that tells it. */
function instantsIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const { opened_at: own, positions } = data as { opened_at?: unknown; positions?: unknown };
  const listed = Array.isArray(positions) ? positions.map((one: { opened_at?: unknown }) => one.opened_at) : [];
  return [own, ...listed].filter((at) => typeof at === 'string');
}
