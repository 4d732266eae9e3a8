// The provider that moves no money, used where no live key is set. What becomes of a transfer is decided by the last two digits of its
// sum, so that every ending can be shown on purpose: 13 is refused, 27 is not answered though it left, 39 comes back, all others arrive.
import { refuse } from '@/lib/refusal';
import { RETURNED, SILENT } from '@/lib/payouts/statements/simulated';
import { unknown, type Outcome, type PayoutProvider } from '@/lib/payouts/providers/provider';

export interface Transfer {
  reference: string;
  amount_cents: number;
  /** How often it was asked about. */
  asked: number;
}
/** The provider's own book. */
export interface TransferBook {
  make(transfer: { key: string; payout_id: string; amount_cents: number; currency: string }): Promise<Transfer>;
  look(key: string): Promise<Transfer | null>;
}

const REFUSED = 13;

export function simulatedProvider(book: TransferBook): PayoutProvider {
  return {
    code: 'simulated',
    automatic: true,
    async create({ payout_id, amount_cents, currency }, key) {
      if (amount_cents % 100 === REFUSED) return { kind: 'failed', reference: '', reason: 'the bank does not know this account' };
      const { reference } = await book.make({ key, payout_id, amount_cents, currency });
      return amount_cents % 100 === SILENT ? unknown('no answer within the time allowed') : { kind: 'sent', reference };
    },
    async find(key) {
      const made = await book.look(key);
      return made === null ? 'absent' : found(made);
    },
    parse: () => refuse('not-found', 'The simulated provider sends no messages.').refusal,
  };
}

function found({ reference, amount_cents: amount, asked }: Transfer): Outcome {
  if (amount % 100 === SILENT && asked < 2) return unknown('still no answer');
  if (amount % 100 === RETURNED && asked > 1) return { kind: 'returned', reference, reason: 'the account was closed' };
  return { kind: 'paid', reference };
}
