// A message cut by account: what to load for each, and which of its events belong to which.
import type { LoadedAccount, LoadSpec } from '@/lib/accounts/loaded';
import { compareKeys } from '@/lib/rules/order';
import type { AccessDraft } from '@/lib/trades/access-draft';
import type { PlacedDraft } from '@/lib/trades/admit';
import type { AccountRef } from '@/lib/trades/event';
import { eventKey } from '@/lib/trades/event-key';
import { problemResult, type EventResult } from '@/lib/trades/answer';
import type { ParsedEvent } from '@/lib/trades/sources/neutral';

export interface AccountPart {
  ref: AccountRef;
  placed: PlacedDraft[];
}
export interface MessageParts {
  parts: AccountPart[];
  /** Answers already known before any account is looked at. */
  problems: Map<number, EventResult>;
  /** From where accounts were reached: kept beside the trading, judged by nobody. */
  accesses: PlacedAccess[];
  count: number;
}
export interface PlacedAccess {
  index: number;
  access: AccessDraft;
}

export function partsOf(events: ParsedEvent[]): MessageParts {
  const parts = new Map<string, AccountPart>();
  const problems = new Map<number, EventResult>();
  const accesses: PlacedAccess[] = [];
  events.forEach((event, index) => {
    if (event.outcome === 'access') {
      accesses.push({ index, access: event.access });
      return;
    }
    if (event.outcome !== 'read') {
      problems.set(index, problemResult(event));
      return;
    }
    const ref = event.draft.data.account;
    const name = refName(ref);
    const part = parts.get(name) ?? { ref, placed: [] };
    part.placed.push({ index, draft: event.draft });
    parts.set(name, part);
  });
  return { parts: [...parts.values()], problems, accesses, count: events.length };
}

export function loadSpecOf({ ref, placed }: AccountPart): LoadSpec {
  const keys = placed.map(({ draft }) =>
    eventKey({ kind: draft.kind, external_id: draft.data.external_id, occurred_at: draft.occurred_at }),
  );
  return {
    platform: ref.platform,
    server: ref.server,
    login: ref.login,
    first_key: keys.reduce((least, key) => (compareKeys(key, least) < 0 ? key : least)),
    keys: placed.map(({ draft }) => [draft.kind, draft.data.external_id]),
    reverses: placed.flatMap(({ draft }) => (draft.kind === 'reversal' ? [draft.data.reverses_external_id] : [])),
  };
}

/** The same part in two, so that what stands in the way can be found. */
export function halves({ ref, placed }: AccountPart): [AccountPart, AccountPart] {
  const middle = Math.ceil(placed.length / 2);
  return [
    { ref, placed: placed.slice(0, middle) },
    { ref, placed: placed.slice(middle) },
  ];
}

/** Each part with its account; parts of accounts nobody knows have none. */
export function matched(parts: AccountPart[], accounts: LoadedAccount[]): { part: AccountPart; account: LoadedAccount | undefined }[] {
  const byName = new Map(accounts.map((one) => [refName(one), one]));
  return parts.map((part) => ({ part, account: byName.get(refName(part.ref)) }));
}

export function inOrder(results: Map<number, EventResult>, count: number): EventResult[] {
  return Array.from({ length: count }, (_, index) => results.get(index) ?? { external_id: null, outcome: 'parked', code: 'settling' });
}

function refName(ref: { platform: string; server: string; login: string }): string {
  return JSON.stringify([ref.platform, ref.server, ref.login]);
}
