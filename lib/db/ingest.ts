// The calls of the ingest path, each one SQL function and one transaction. Answers are our own functions' and trusted as such.
import type { LoadedAccount, LoadSpec, UnknownAccount } from '@/lib/accounts/loaded';
import { serviceClient } from '@/lib/db/clients';
import type { Sealed } from '@/lib/db/vault';
import type { ToldTrade } from '@/lib/engine/check-result';
import type { AccountRecord } from '@/lib/trades/account-record';
import type { AccountRef } from '@/lib/trades/event';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';

export interface Connection {
  id: string;
  slug: string;
  kind: string;
  platform: string;
  server: string;
  status: string;
  signing_secrets: (Sealed & { expires_at: string | null })[];
  rate_limit: number;
  confirm_grace_seconds: number;
  server_zone: string | null;
}
interface StoredAnswer {
  status: number;
  body: string;
}
export interface InboxMessage {
  connection_id: string;
  webhook_id: string;
  body: string;
  body_sha256: string;
  headers: Record<string, string>;
  auth: 'signature' | 'bearer' | 'import' | 'pull';
  now: string;
  bytes_valid_utf8: boolean;
  body_base64?: string;
  rejected: StoredAnswer | null;
  accounts: LoadSpec[];
}
export interface Loaded {
  accounts: LoadedAccount[];
  unknown: UnknownAccount[];
  /** What was known of the market when this was read. */
  market_version: number;
}
export interface Received extends Loaded {
  outcome: 'stored' | 'duplicate' | 'id-reused' | 'slow-down';
  inbox_id: string;
  answer: StoredAnswer | null;
  retry_after: number | null;
}
interface Recorded {
  accounts: { account_id: string; outcome: 'recorded' | 'stale' | 'failed'; version: number | null; code: string | null }[];
  settled: string[];
  /** Only where it was asked for. */
  told?: ToldTrade;
}
/** What is to be told of one trade of one account, once it is recorded. */
export interface TellTrade {
  account_id: string;
  raised_key: string;
  position_id: string;
}
export interface Settlement {
  inbox_id: string;
  answer: StoredAnswer;
  accounts: string[];
}
interface InboxRow {
  id: string;
  connection_id: string;
  webhook_id: string;
  body: string | null;
  auth: InboxMessage['auth'];
  state: 'received' | 'settled' | 'parked' | 'rejected';
  answer: StoredAnswer | null;
  received_at: string;
}

const call = <T>(name: string, input: Record<string, unknown>, patienceMs?: number): Promise<T> =>
  callFunction<T>(serviceClient(), name, input, patienceMs);
/** Senders hang up after a quarter of a minute or so, and one told to send again sooner does so. What was stored in spite of it is known by its id. */
const SENDERS_PATIENCE_MS = 10_000;

export const loadConnection = (slug: string) => call<Connection | null>('load_connection', { p_slug: slug }, SENDERS_PATIENCE_MS);
export const receiveInbox = (message: InboxMessage) => call<Received>('receive_inbox', { p: message }, SENDERS_PATIENCE_MS);
export const loadAssessment = (accounts: LoadSpec[]) => call<Loaded>('load_assessment', { p: { accounts } });
/** Sent as text: a record of five hundred trades is a megabyte, which whoever stands in between then need not take apart and put together. */
export const recordAssessment = (now: string, accounts: AccountRecord[], messages: Settlement[], tell?: TellTrade) =>
  call<Recorded>('record_assessment', { p: JSON.stringify({ now, accounts, messages, ...(tell ? { tell } : {}) }) });
export const tellTrade = (tell: TellTrade, now: string) => call<ToldTrade>('tell_trade', { p: { ...tell, now } });
/** `waits` are the accounts a parked message is about and its source does not feed: when one does, the message is looked at again. */
export const parkMessage = (
  inbox_id: string,
  state: 'parked' | 'settled' | 'rejected',
  answer: StoredAnswer,
  error: string | null,
  waits: AccountRef[] = [],
) => call<unknown>('park_message', { p: { inbox_id, state, answer, error, waits } });
export const noteRefusal = (slug: string, code: string) => call<unknown>('note_refusal', { p_slug: slug, p_code: code });

/** A stored message; null where there is none with this id. */
export async function readInbox(inboxId: string): Promise<InboxRow | null> {
  const columns = 'id, connection_id, webhook_id, body, auth, state, answer, received_at';
  const { data, error } = await serviceClient().from('inbox').select(columns).eq('id', inboxId).maybeSingle<InboxRow>();
  if (error) throw new DatabaseTrouble(error.message, error.code);
  // The two APIs in use write instants differently; inside there is one way.
  return data && { ...data, received_at: new Date(data.received_at).toISOString() };
}
