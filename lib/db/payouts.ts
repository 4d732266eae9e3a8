// The calls of payouts that are the firm's own, each one SQL function and one transaction. Answers are our own functions' and trusted as such.
import { serviceClient } from '@/lib/db/clients';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { readBasis, type PayoutBasis } from '@/lib/payouts/basis';

export interface BasisAsked {
  account_id?: string;
  payout_id?: string;
  beneficiary_id?: string | null;
  request_key?: string;
  now: string;
}
/** What begins a sending: the instruction, or why there is none. */
export interface Begun {
  outcome: 'send' | 'only-look' | 'waiting' | 'held' | 'not-open' | 'no-key';
  state?: string;
  key?: string;
  amount_cents?: number;
  currency?: string;
  provider?: string;
  beneficiary?: { id: string; name: string; destination: unknown; version: number };
}

/** What whoever asks a provider about a payout has to know. */
interface AskedAbout {
  state: string;
  provider: string;
  reference: string | null;
  key: string;
  /** Nothing half done is finished: it is over, too old, or nobody would sign it now. */
  only_look: boolean;
}

/** A payout that people carry, as it waits for its file. */
export interface CarriedRow {
  payout_id: string;
  state: 'approved' | 'sending';
  amount_cents: number;
  currency: string;
  beneficiary: { id: string; name: string; destination: unknown };
}

const call = <T>(name: string, p: object) => callWith<T>(name, { p });
const callWith = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);

/** Null where there is no such account or payout. */
export async function loadPayoutBasis(asked: BasisAsked): Promise<PayoutBasis | null> {
  const data = await call<unknown>('load_payout_basis', asked);
  return data === null ? null : readBasis(data);
}

export const storePayout = (p: object) => call<{ outcome: string; payout_id?: string; state?: string }>('request_payout', p);
export const releaseByPolicy = (p: object) => call<{ outcome: string; reason?: string }>('release_by_policy', p);
export const recomputePayout = (p: object) => call<{ outcome: string; reason?: string }>('recompute_payout', p);
export const recordOverpayment = (p: object) => call<{ outcome: string; overpaid_cents: number }>('record_overpayment', p);
export const beginPayout = (p: object) => call<Begun>('begin_payout', p);
export const payoutToCheck = (id: string, now: string) => callWith<AskedAbout | null>('payout_to_check', { p_id: id, p_now: now });
export const settlePayout = (p: object) => call<{ outcome: string; state: string }>('settle_payout', p);

export const carriedPayouts = (provider: string, now: string) =>
  callWith<CarriedRow[]>('carried_payouts', { p_provider: provider, p_now: now });
/** Ends what was begun, stands in no file and is not what was signed any more. */
export const dropChangedPayouts = (provider: string, now: string) =>
  callWith<number>('drop_changed_payouts', { p_provider: provider, p_now: now });
export const storePayoutFile = (p: object) => call<string>('store_payout_file', p);
export const simulateTransfer = (p: object) =>
  call<{ reference: string; amount_cents: number; asked: number } | null>('simulate_transfer', p);

/** Whether the same may be tried again at once: somebody else moved the account, or held it for a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof DatabaseTrouble)) return false;
  return ['55P03', '40001', '40P01'].includes(error.code) || (error.code === '55000' && error.message.endsWith('stale'));
}
