// The job behind every payout that was let go: judged once more, committed as on its way, and only then handed to the provider under its
// own key. It may die at any step and run again. What nobody answered is asked about; it is never sent under another key.
import { beginPayout, isPassing, payoutToCheck, settlePayout, type Begun } from '@/lib/db/payouts';
import { open, type Sealed } from '@/lib/db/vault';
import { cents, minorDigits } from '@/lib/money';
import { providerOf } from '@/lib/payouts/providers/choose';
import { unknown, type Outcome, type PayoutProvider } from '@/lib/payouts/providers/provider';
import { judgePayout, type Judgement } from '@/lib/payouts/read';

export type Choose = (code: string) => PayoutProvider | null | Promise<PayoutProvider | null>;

const ATTEMPTS = 5;

export async function sendPayout(payoutId: string, now: () => Date, choose: Choose = providerOf): Promise<void> {
  const begun = await begin(payoutId, now(), choose);
  if (begun?.outcome === 'only-look') return checkPayout(payoutId, now, choose);
  if (begun?.outcome !== 'send') return;
  const said = await hand(payoutId, begun, choose);
  await settle(payoutId, said, now());
}

/** Asks the provider what became of a payout that was handed over, and writes down what it says. What is over is asked about too: it may not stay so. */
export async function checkPayout(payoutId: string, now: () => Date, choose: Choose = providerOf): Promise<void> {
  const payout = await payoutToCheck(payoutId, now().toISOString());
  if (!payout || !['sending', 'unknown', 'sent', 'paid', 'failed'].includes(payout.state)) return;
  const provider = await choose(payout.provider);
  if (provider === null) return settle(payoutId, unknown(`no key of ${payout.provider} is set`), now());
  if (!provider.automatic) return;
  const said = await provider.find(payout.key, payout.only_look).catch(trouble);
  // Where we hold that nothing left, half a transfer has left.
  const half = payout.state === 'failed' && said !== 'absent' && said.kind === 'unknown' ? said.reference : undefined;
  await settle(payoutId, half === undefined ? said : { kind: 'sent', reference: half }, now());
}

async function begin(payoutId: string, now: Date, choose: Choose): Promise<Begun | null> {
  const judged = await judgePayout({ payout_id: payoutId, now: now.toISOString() });
  if (!judged?.basis.payout) return null;
  const provider = await choose(judged.basis.payout.provider);
  // Where people carry it, the file they carry begins it.
  if (provider !== null) return provider.automatic ? beginSending(payoutId, now, judged) : null;
  // An approval ends after a day all the same.
  const begun = await beginSending(payoutId, now, judged, false);
  if (begun?.outcome === 'no-key') throw new Error(`No key of ${judged.basis.payout.provider} is set: payout ${payoutId} waits.`);
  return begun;
}

/** Judged, and committed as on its way unless anything moved in between; then it is judged again. */
export async function beginSending(payoutId: string, now: Date, first: Judgement | null = null, canSend = true): Promise<Begun | null> {
  for (let attempt = 1; ; attempt += 1) {
    const judged = attempt === 1 && first ? first : await judgePayout({ payout_id: payoutId, now: now.toISOString() });
    if (!judged) return null;
    const { entitled_cents, is_green } = judged.entitlement;
    const account_version = judged.basis.account.version;
    try {
      const p = { payout_id: payoutId, account_version, entitled_cents, is_green, can_send: canSend, now: now.toISOString() };
      return await beginPayout(p);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isPassing(error)) throw error;
    }
  }
}

/** Whatever goes wrong in here is written down as not known: it is committed as on its way by now, and nothing may leave it there untold. */
async function hand(payoutId: string, begun: Begun, choose: Choose): Promise<Outcome> {
  const { key = '', currency = '', provider = '', beneficiary } = begun;
  try {
    const instruction = {
      payout_id: payoutId,
      amount_cents: cents(begun.amount_cents ?? 0),
      currency,
      minor_digits: minorDigits(currency),
      beneficiary: { name: beneficiary?.name ?? '', destination: destinationOf(begun) },
    };
    const carrier = await choose(provider);
    return carrier === null ? unknown(`no key of ${provider} is set`) : await carrier.create(instruction, key);
  } catch (error) {
    return trouble(error);
  }
}

/** Sealed under its own name, so that no other can be put in its place. The simulated provider needs none. */
function destinationOf({ provider, beneficiary }: Begun): Record<string, string> {
  if (provider === 'simulated' || !beneficiary) return {};
  return JSON.parse(open(beneficiary.destination as Sealed, destinationSeal(beneficiary.id))) as Record<string, string>;
}

/** What a sealed destination is bound to. */
export const destinationSeal = (beneficiaryId: string): string => `beneficiaries:${beneficiaryId}:destination`;

const trouble = (error: unknown): Outcome => unknown(error instanceof Error ? error.message : String(error));

async function settle(payoutId: string, said: Outcome | 'absent', now: Date): Promise<void> {
  const told =
    said === 'absent' ? { kind: said } : { ...said, ...('reference' in said && said.reference === '' ? { reference: null } : {}) };
  await settlePayout({ payout_id: payoutId, ...told, now: now.toISOString() });
}
