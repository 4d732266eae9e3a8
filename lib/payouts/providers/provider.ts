// Who carries money to a trader, whichever it is. Every call goes under a key of ours, so that asking twice is asking once, and an answer
// nobody can trust is `unknown`: it is asked about until it is known, and never taken for a no.
import type { HeaderMap } from '@/lib/inbox/source';
import type { Cents } from '@/lib/money';
import type { ProviderNotice } from '@/lib/payouts/notice';
import type { Refusal } from '@/lib/refusal';

export type ProviderCode = 'simulated' | 'stripe' | 'nowpayments' | 'rise' | 'bank';

/** `sent`: accepted and on its way. `paid`: the trader has it. `failed`: it never left. `returned`: it left and came back. */
export type Outcome =
  | { kind: 'sent' | 'paid' | 'failed' | 'returned'; reference: string; reason?: string }
  /** A reference names what is half done there. */
  | { kind: 'unknown'; reason: string; reference?: string };

interface PayoutInstruction {
  payout_id: string;
  amount_cents: Cents;
  currency: string;
  minor_digits: number;
  beneficiary: { name: string; destination: Record<string, string> };
}

export interface PayoutProvider {
  code: ProviderCode;
  /** False where people carry it: then nothing is called. */
  automatic: boolean;
  /** May answer `unknown`; never throws for it. */
  create(instruction: PayoutInstruction, key: string): Promise<Outcome>;
  /** By our key; `absent` only where the provider is sure. What is found half done is finished, unless it is only looked at. */
  find(key: string, onlyLook?: boolean): Promise<Outcome | 'absent'>;
  /** `now` in milliseconds. */
  parse(raw: Uint8Array, headers: HeaderMap, secrets: string[], now: number): ProviderNotice[] | Refusal;
}

export const unknown = (reason: string, reference?: string): Outcome => ({
  kind: 'unknown',
  reason,
  ...(reference === undefined ? {} : { reference }),
});
