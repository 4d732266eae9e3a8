// Makes a file of everything that is to be carried: each payout is judged once more and begun exactly as one that is sent by a machine.
// It may die between the two; what was begun and stands in no file comes into the next one.
import { carriedPayouts, dropChangedPayouts, isPassing, storePayoutFile, type CarriedRow } from '@/lib/db/payouts';
import { DatabaseTrouble } from '@/lib/db/call';
import { open, type Sealed } from '@/lib/db/vault';
import { cents } from '@/lib/money';
import { payoutFile, type PayoutFile } from '@/lib/payouts/file';
import { judgePayout } from '@/lib/payouts/read';
import { beginSending, destinationSeal } from '@/lib/payouts/send';
import { accept, refuse, type Result } from '@/lib/refusal';

interface MadeFile extends PayoutFile {
  export_id: string;
  payouts: number;
}

/** Of everything that waits, or of the payouts chosen. */
export async function makePayoutFile(
  provider: 'rise' | 'bank',
  madeBy: string,
  now: Date,
  chosen: readonly string[] | null = null,
): Promise<Result<MadeFile>> {
  const waiting = async () =>
    (await carriedPayouts(provider, now.toISOString())).filter(({ payout_id }) => chosen === null || chosen.includes(payout_id));
  await dropChangedPayouts(provider, now.toISOString());
  // What nobody can read is not begun, and holds nobody else up: it waits where it is until its own destination opens again.
  const readable = (rows: CarriedRow[]) => rows.flatMap((row) => opened(row) ?? []);
  const first = await waiting();
  const opening = readable(first);
  const doubtful = new Set<string>();
  for (const { payout_id, state } of opening) {
    if (state === 'approved') await beginSending(payout_id, now);
    else if (!(await isOwedNow(payout_id, now))) doubtful.add(payout_id);
  }
  const begun = readable(await waiting()).filter(({ payout_id, state }) => state === 'sending' && !doubtful.has(payout_id));
  const closed = first.length - opening.length;
  if (begun.length === 0 && closed > 0)
    return refuse(
      'destination-sealed',
      `No key we have opens where ${closed === 1 ? 'it goes' : 'they go'}: see Integrations, credentials.`,
    );
  if (begun.length === 0) return refuse('nothing-to-carry', 'No payout waits for a file. Approved ones come in when their window ends.');
  const file = payoutFile(provider, begun, now);
  const payout_ids = begun.map(({ payout_id }) => payout_id);
  const export_id = await storePayoutFile({ ...file, provider, payout_ids, made_by: madeBy, now: now.toISOString() }).catch(unmade);
  if (export_id === 'taken') return refuse('made-meanwhile', 'Somebody else has just made this file.', { status: 409 });
  if (export_id === 'moved')
    return refuse('stale', 'Something it carries changed while the file was made. Look at what waits and make it again.', { status: 409 });
  return accept({ ...file, export_id, payouts: begun.length });
}

/** What was begun for a file that was never made has not left: it comes into none while it would not be begun now. */
async function isOwedNow(payout_id: string, now: Date): Promise<boolean> {
  const judged = await judgePayout({ payout_id, now: now.toISOString() });
  if (!judged?.basis.payout) return false;
  const { is_green, entitled_cents } = judged.entitlement;
  return is_green && entitled_cents >= judged.basis.payout.requested_cents;
}

/** A payout stands in one file, and goes where it was signed to go; otherwise there is no file. */
function unmade(error: unknown): 'taken' | 'moved' {
  if (error instanceof DatabaseTrouble && error.code === '23505') return 'taken';
  if (isPassing(error)) return 'moved';
  throw error;
}

/** Null where the destination does not open: its key is not here, or another's was put in its place. */
function opened({ payout_id, state, amount_cents, currency, beneficiary }: CarriedRow) {
  try {
    const text = open(beneficiary.destination as Sealed, destinationSeal(beneficiary.id));
    const destination = JSON.parse(text) as Record<string, string>;
    return { payout_id, state, amount_cents: cents(amount_cents), currency, name: beneficiary.name, destination };
  } catch {
    return null;
  }
}
