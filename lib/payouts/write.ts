// A trader asks for their share. The sum is judged against what is true at that moment; if anything moved before it is written, it is
// judged again. The same request made twice is one request.
import { isPassing, storePayout } from '@/lib/db/payouts';
import { instantText } from '@/lib/day';
import type { Cents } from '@/lib/money';
import { checkWords } from '@/lib/payouts/check';
import { figuresText } from '@/lib/payouts/check-figures';
import type { Entitlement } from '@/lib/payouts/entitlement';
import { providerOf } from '@/lib/payouts/providers/choose';
import { judgePayout, type Judgement } from '@/lib/payouts/read';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface PayoutRequest {
  account_id: string;
  /** Whose account it must be: anybody else is told there is none. */
  trader_id: string;
  /** The person who asks, who may never approve it. */
  requested_by: string;
  /** The trader's share, what they will receive. */
  amount_cents: Cents;
  /** Null takes the trader's newest destination. */
  beneficiary_id: string | null;
  /** Names the request: asked twice, it is made once. */
  request_key: string;
}
interface Requested {
  payout_id: string;
  state: string;
  /** False where the same request was made before. */
  is_new: boolean;
  entitlement: Entitlement;
}

const ATTEMPTS = 5;

export async function requestPayout(asked: PayoutRequest, now: Date): Promise<Result<Requested>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { account_id, beneficiary_id, request_key } = asked;
    const judged = await judgePayout({ account_id, beneficiary_id, request_key, now: now.toISOString() }, asked.amount_cents);
    if (!judged || judged.basis.trader.id !== asked.trader_id) return refuse('not-found', 'There is no such account.', { status: 404 });
    const known = knownRequest(asked, judged);
    if (known) return known;
    const refusal = refusalOf(judged) ?? (await unpayable(judged));
    if (refusal) return refusal;
    const stored = await store(asked, judged, now);
    if (stored !== 'again') return stored;
  }
  return refuse('try-again', 'The account is changing right now. Nothing was asked for: try again.', { status: 409 });
}

function knownRequest(asked: PayoutRequest, { basis, entitlement }: Judgement): Result<Requested> | null {
  const { known } = basis;
  if (known === null) return null;
  if (known.account_id !== asked.account_id || known.requested_cents !== asked.amount_cents)
    return refuse('key-reused', 'This request was made before, for another sum or account.');
  return accept({ payout_id: known.id, state: known.state, is_new: false, entitlement });
}

function refusalOf({ basis, entitlement }: Judgement): Result<never> | null {
  const { refusal, checks } = entitlement;
  const failed = checks.find(({ check }) => check === refusal);
  if (refusal === null || !failed) return null;
  const numbers = failed.measured === null ? '' : `: ${figuresText(failed, basis.account.currency)}`;
  return refuse(refusal, `Not met: ${checkWords(refusal)}${numbers}.`);
}

/** A destination whose provider cannot be reached from here: what is asked for could never leave. */
async function unpayable({ basis }: Judgement): Promise<Result<never> | null> {
  if (basis.beneficiary === null || (await providerOf(basis.beneficiary.provider)) !== null) return null;
  return refuse('method-unavailable', 'Nothing is paid that way at present. Choose another destination.');
}

async function store(asked: PayoutRequest, { basis, entitlement }: Judgement, now: Date): Promise<Result<Requested> | 'again'> {
  const { account, trader, beneficiary } = basis;
  const { gross_cents, entitled_cents, split_bps, route, approvals_required, hold_until, checks, effect } = entitlement;
  const p = {
    account_id: account.account_id,
    account_version: account.version,
    trader_id: trader.id,
    requested_by: asked.requested_by,
    request_key: asked.request_key,
    beneficiary_id: beneficiary?.id,
    requested_cents: asked.amount_cents,
    ...{ gross_cents, entitled_cents, split_bps, route, approvals_required, checks },
    hold_until: instantText(hold_until),
    effect: effect ?? {},
    now: now.toISOString(),
  };
  try {
    const answer = await storePayout(p);
    if (answer.payout_id === undefined)
      return refuse(answer.outcome, 'The payout was not asked for: another one is open.', { status: 409 });
    return accept({ payout_id: answer.payout_id, state: answer.state ?? 'requested', is_new: answer.outcome === 'requested', entitlement });
  } catch (error) {
    if (isPassing(error)) return 'again';
    throw error;
  }
}
