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
const TRADER_KINDS = /^(account|trade|rule|payout)[.]/;
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

/**
 * The same said to the database as far as its indexes help, so that nobody's question reads through what happened to others. What comes
 * is asked again by `mayHear`, which decides. `$1` are the accounts.
 */
export function heardIn({ isStaff, hearsAll, accountIds, accountId }: StreamAudience): { where: string; accounts: string[] } {
  const accounts = accountId ? [accountId] : [...(accountIds ?? [])];
  const those = isStaff && !accountId ? (hearsAll ? 'true' : CONCERNS_SOMEBODY) : 'account_id = any($1::uuid[])';
  return { where: isStaff ? those : `${those} and kind ~ '${TRADER_KINDS.source}'`, accounts };
}
const CONCERNS_SOMEBODY = "(account_id is not null or trader_id is not null or stream like 'rule-set:%')";

/** Tells whoever was away too long to read their page anew; from there on they hear everything. */
export const reloadMessage = (id: string): string => `id: ${id}\nevent: reload\ndata: ${JSON.stringify({ id })}\n\n`;

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
