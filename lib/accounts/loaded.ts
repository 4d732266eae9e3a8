// What Postgres tells about an account before it is judged: the answer of `load_assessment` and of `receive_inbox`.
import type { Facts } from '@/lib/rules/types';
import type { Cents } from '@/lib/money';
import type { BrokerEvent } from '@/lib/trades/event';
import type { RecordedOutcome } from '@/lib/trades/answer';

export interface LoadSpec {
  platform?: string;
  server?: string;
  login?: string;
  account_id?: string;
  first_key: string | null;
  keys: [kind: string, external_id: string][];
  reverses: string[];
}
export interface UnknownAccount {
  platform?: string;
  server?: string;
  login?: string;
  account_id?: string;
}

/** An event as it was kept: what the broker said, or what the office itself booked. */
export interface StoredEvent {
  kind: BrokerEvent['kind'] | 'payout' | 'unblock' | 'migration';
  external_id: string;
  order_key: string;
  occurred_at: string;
  data: unknown;
  /** Of the slice a reversal names. */
  booked_cents: Cents | null;
  net_cents: Cents | null;
}
export interface StoredViolation {
  id: string;
  rule: string;
  instance: number;
  subject: string;
  breached_at: string;
  raised_key: string;
  state: 'provisional' | 'confirmed' | 'contested';
  consequence: string;
  outcome: string;
  /** The version it was judged by; the account's own where it is not told. */
  rule_set_id?: string;
}
export interface LoadedAccount {
  account_id: string;
  platform: string;
  server: string;
  login: string;
  connection_id: string;
  grace_seconds: number;
  complete_through: string | null;
  status: 'pending' | 'active' | 'passed' | 'failed' | 'blocked' | 'live' | 'closed';
  version: number;
  rule_set_id: string;
  currency: string;
  initial_balance_cents: Cents;
  profit_split_bps: number;
  activated_at: string | null;
  trading_off_reason: string | null;
  trading_off_until: string | null;
  blocked_from: string | null;
  trader_id: string;
  facts: Facts | null;
  last_event_key: string | null;
  known: { kind: string; external_id: string; content_sha256: string; outcome: RecordedOutcome | null }[];
  reversed: { external_id: string; booked_cents: Cents; net_cents: Cents }[];
  late: boolean;
  checkpoint: { trading_day: string; order_key: string; facts: Facts } | null;
  /** Only where a refold is needed: every event after the checkpoint, in order. */
  events: StoredEvent[];
  violations: StoredViolation[];
}
