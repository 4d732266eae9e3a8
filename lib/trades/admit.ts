// Which of a message's events are new for an account: each is scaled, doubted, recognised or admitted, in the order it was sent.
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { compareKeys } from '@/lib/rules/order';
import type { EventResult, RecordedOutcome } from '@/lib/trades/answer';
import type { Draft } from '@/lib/trades/draft';
import type { BrokerEvent, DataSource } from '@/lib/trades/event';
import { contentDigest, eventKey } from '@/lib/trades/event-key';
import { scaleEvent, type Scaling } from '@/lib/trades/scale-event';

export interface PlacedDraft {
  /** Where it stands in the message: the answer keeps that order. */
  index: number;
  draft: Draft;
}
/** What one message says about one account. */
export interface Told {
  placed: PlacedDraft[];
  inbox_id: string | null;
  message_id: string;
  source: DataSource;
  received_at: string;
}
export interface FreshEvent {
  index: number;
  event: BrokerEvent;
  key: string;
  digest: string;
}
export interface ConflictRow {
  external_id: string;
  kind: string;
  stored_sha256: string;
  received_sha256: string;
  received: BrokerEvent;
}
export interface Admitted {
  /** Sorted by the order of events, whatever the order of arrival. */
  fresh: FreshEvent[];
  results: Map<number, EventResult>;
  /** Second deliveries inside one message: answered once the first is judged. */
  repeats: { index: number; of: number }[];
  conflicts: ConflictRow[];
}

interface Seen {
  digest: string;
  index: number | null;
  outcome: RecordedOutcome | null;
}

export function admit(placed: PlacedDraft[], loaded: LoadedAccount, scaling: Scaling): Admitted {
  const admitted: Admitted = { fresh: [], results: new Map(), repeats: [], conflicts: [] };
  const seen = new Map<string, Seen>(
    loaded.known.map((one) => [nameOf(one), { digest: one.content_sha256, index: null, outcome: one.outcome }]),
  );
  for (const { index, draft } of placed) {
    const external_id = draft.data.external_id;
    const scaled = scaleEvent(draft, scaling);
    if ('doubt' in scaled) {
      admitted.results.set(index, { external_id, ...scaled.doubt });
      continue;
    }
    const { event } = scaled;
    const digest = contentDigest(event);
    const first = seen.get(nameOf(event));
    if (!first) {
      seen.set(nameOf(event), { digest, index, outcome: null });
      admitted.fresh.push({ index, event, key: eventKey(event), digest });
    } else if (first.digest !== digest) {
      admitted.results.set(index, { external_id, outcome: 'quarantined', code: 'content-conflict', path: 'external_id' });
      admitted.conflicts.push({ external_id, kind: event.kind, stored_sha256: first.digest, received_sha256: digest, received: event });
    } else if (first.index === null) {
      admitted.results.set(index, { external_id, outcome: 'duplicate', first: first.outcome });
    } else {
      admitted.repeats.push({ index, of: first.index });
    }
  }
  admitted.fresh.sort((a, b) => compareKeys(a.key, b.key));
  return admitted;
}

function nameOf(one: { kind: string; external_id: string }): string {
  return `${one.kind} ${one.external_id}`;
}
