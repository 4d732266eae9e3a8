// Stripe Connect: a transfer to the trader's connected account, then a payout made on that account. Both under our key, so a repeated call
// is the same call. A transfer found without its payout is only half done: the payout is asked for again, the transfer never.
// docs.stripe.com/api/transfers/create and /api/payouts/object, read 2026-11-20.
import { z } from 'zod';
import { provenNotices, stripeNotices } from '@/lib/payouts/notice';
import { ask, leftOpen, type ProviderApi, type Told } from '@/lib/payouts/providers/ask';
import { unknown, type Outcome, type PayoutProvider } from '@/lib/payouts/providers/provider';

interface StripeSettings extends ProviderApi {
  secretKey: string;
}

const made = z.looseObject({ id: z.string() });
const payout = z.looseObject({ id: z.string(), status: z.string(), failure_message: z.string().nullish() });
type Payout = z.output<typeof payout>;
const transfers = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), destination: z.string(), amount: z.int(), currency: z.string(), reversed: z.boolean() })),
});
const payouts = z.looseObject({ data: z.array(payout.extend({ metadata: z.record(z.string(), z.string()).nullish() })) });
const refused = z.looseObject({
  error: z.looseObject({ message: z.string().nullish(), code: z.string().nullish(), type: z.string().nullish() }),
});
export function stripeProvider(api: StripeSettings): PayoutProvider {
  const send = (path: string, form: Record<string, string>, key: string, account?: string): Promise<Told> =>
    ask(api, path, { method: 'POST', headers: headers(api, { key, account }), body: new URLSearchParams(form).toString() });
  const read = (path: string, account?: string) => ask(api, path, { headers: headers(api, { account }) });

  async function payOut(
    group: string,
    transfer: { id: string; destination: string; amount: number; currency: string },
    key: string,
  ): Promise<Outcome> {
    const form = {
      amount: String(transfer.amount),
      currency: transfer.currency,
      'metadata[payout_id]': group,
      'metadata[transfer]': transfer.id,
    };
    const told = await send('/v1/payouts', form, `${key}:payout`, transfer.destination);
    const answer = 'ok' in told && told.ok ? payout.safeParse(told.body) : null;
    // The money is on the trader's own account already, so a refused payout is no failure: it is asked for again.
    if (answer?.success) return outcomeOf(answer.data);
    const no = 'ok' in told && !told.ok ? refused.safeParse(told.body) : null;
    return no?.success ? unknown(`transferred, but no payout was made of it: ${wordsOf(no.data)}`, transfer.id) : leftOpen(told);
  }

  /** What the trader's bank did not take lies on their connected account; only what is back with the firm counts as returned. */
  async function takeBack(transfer: string, { id: reference, failure_message: why, status }: Payout, key: string): Promise<Outcome> {
    const told = await send(`/v1/transfers/${transfer}/reversals`, {}, `${key}:reversal`);
    const back = 'ok' in told && told.ok && made.safeParse(told.body).success;
    return back
      ? { kind: 'returned', reference, reason: why ?? status }
      : unknown(`the bank did not take it (${why ?? status}), and it is not back yet`);
  }

  return {
    code: 'stripe',
    automatic: true,
    async create(instruction, key) {
      const { payout_id, amount_cents, currency, beneficiary } = instruction;
      const destination = beneficiary.destination.account ?? '';
      const form = { amount: String(amount_cents), currency: currency.toLowerCase(), destination, transfer_group: payout_id };
      const told = await send('/v1/transfers', form, `${key}:transfer`);
      if ('ok' in told && !told.ok) return refusal(told.body);
      const answer = 'ok' in told ? made.safeParse(told.body) : null;
      if (!answer?.success) return leftOpen(told);
      return payOut(payout_id, { id: answer.data.id, destination, amount: amount_cents, currency: form.currency }, key);
    },
    async find(key, onlyLook = false) {
      const group = key.split(':')[1] ?? '';
      const told = await read(`/v1/transfers?${new URLSearchParams({ transfer_group: group, limit: '10' })}`);
      const known = 'ok' in told && told.ok ? transfers.safeParse(told.body) : null;
      if (!known?.success) return leftOpen(told);
      const live = known.data.data.find(({ reversed }) => !reversed);
      if (live === undefined)
        return known.data.data[0] === undefined
          ? 'absent'
          : { kind: 'failed', reference: known.data.data[0].id, reason: 'the transfer was reversed' };
      const listed = await read('/v1/payouts?limit=100', live.destination);
      const outs = 'ok' in listed && listed.ok ? payouts.safeParse(listed.body) : null;
      if (!outs?.success) return leftOpen(listed);
      const own = outs.data.data.find(({ metadata }) => metadata?.transfer === live.id);
      if (own === undefined) return onlyLook ? unknown('transferred, and no payout of it is known', live.id) : payOut(group, live, key);
      return ENDED.has(own.status) ? takeBack(live.id, own, key) : outcomeOf(own);
    },
    parse: (raw, header, secrets, now) => provenNotices('stripe', stripeNotices, raw, header, secrets, now),
  };
}

function headers({ secretKey }: StripeSettings, { key, account }: { key?: string; account?: string | undefined }): Record<string, string> {
  return {
    authorization: `Bearer ${secretKey}`,
    accept: 'application/json',
    ...(key === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': key }),
    ...(account === undefined ? {} : { 'stripe-account': account }),
  };
}

const ENDED = new Set(['failed', 'canceled']);
const STATUS: Record<string, 'sent' | 'paid'> = { pending: 'sent', in_transit: 'sent', paid: 'paid' };

function outcomeOf({ id, status, failure_message: why }: Payout): Outcome {
  const kind = STATUS[status];
  return kind === undefined ? unknown(`the provider calls it ${status}${why ? `: ${why}` : ''}`) : { kind, reference: id };
}

/** Refused by the provider for what it says, before any money moved. */
function refusal(body: unknown): Outcome {
  const read = refused.safeParse(body);
  if (!read.success) return unknown('the provider refused and did not say why');
  // Refused because something else was asked for under this key before: that may have moved money, so it is looked for.
  if (read.data.error.type === 'idempotency_error') return unknown(`under this key: ${wordsOf(read.data)}`);
  return { kind: 'failed', reference: '', reason: wordsOf(read.data) };
}

const wordsOf = ({ error: { message, code } }: z.output<typeof refused>): string => message ?? code ?? 'refused';
