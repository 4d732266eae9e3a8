// What kind of news an event is, for those who listen to the stream: four names, however many kinds the spine grows.

export type StreamTopic = 'account' | 'violation' | 'review' | 'payout';

export interface SpineEvent {
  id: string;
  stream: string;
  kind: string;
  account_id: string | null;
  trader_id: string | null;
  occurred_at: string;
  data: unknown;
}

export interface StreamAudience {
  isStaff: boolean;
  /** Auditors and admins also hear what concerns no account and no trader. */
  hearsAll: boolean;
  /** A trader's own accounts; null for staff, who see all. */
  accountIds: ReadonlySet<string> | null;
  /** The one account asked for, or null. */
  accountId: string | null;
}

export function streamTopic(kind: string): StreamTopic {
  if (kind.startsWith('rule.') || kind.startsWith('violation.')) return 'violation';
  if (kind.startsWith('review.')) return 'review';
  if (kind.startsWith('payout.')) return 'payout';
  return 'account';
}

// A trader is told what happened to their account, not what staff wrote, filed or decided among themselves.
const TRADER_KINDS = /^(account|trade|rule|payout)\./;
const STAFF_ONLY = /note|review|staff/;

export function mayHear(event: SpineEvent, audience: StreamAudience): boolean {
  // Load tests write to streams of their own; they are nobody's news.
  if (event.stream.startsWith('scale:')) return false;
  if (audience.accountId && event.account_id !== audience.accountId) return false;
  if (audience.isStaff)
    return audience.hearsAll || event.account_id !== null || event.trader_id !== null || event.stream.startsWith('rule-set:');
  if (!event.account_id || !audience.accountIds?.has(event.account_id)) return false;
  return TRADER_KINDS.test(event.kind) && !STAFF_ONLY.test(event.kind);
}

/** One message of the wire. Data is one line of JSON, so a text inside it can never end the message early. */
export function streamMessage(event: SpineEvent, audience: StreamAudience): string {
  const data = {
    id: event.id,
    kind: event.kind,
    account_id: event.account_id,
    occurred_at: event.occurred_at,
    ...(audience.isStaff ? { data: event.data } : {}),
  };
  return `id: ${event.id}\nevent: ${streamTopic(event.kind)}\ndata: ${JSON.stringify(data)}\n\n`;
}
