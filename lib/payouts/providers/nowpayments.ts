// NOWPayments, mass payout: one payout to a batch, so one outcome each. Signed in by e-mail and password, let go by a second factor.
// Their key is `unique_external_id`; nothing says that it is kept apart, so what is known under it is looked for before anything is made.
// documenter.getpostman.com/view/7907941 (mass payouts), read 2026-11-20; statuses and the list's filter are not confirmed by a live account.
import { z } from 'zod';
import { formatMoney } from '@/lib/money';
import { nowNotices, provenNotices } from '@/lib/payouts/notice';
import { ask, leftOpen, type ProviderApi, type Told } from '@/lib/payouts/providers/ask';
import { unknown, type Outcome, type PayoutProvider } from '@/lib/payouts/providers/provider';
import { totp } from '@/lib/payouts/providers/totp';

interface NowPaymentsSettings extends ProviderApi {
  apiKey: string;
  email: string;
  password: string;
  /** Of the second factor, base32. */
  totpSecret: string;
  now: () => number;
}

const id = z.union([z.string(), z.number()]).transform(String);
const withdrawal = z.looseObject({
  id,
  status: z.string(),
  unique_external_id: z.string().nullish(),
  batch_withdrawal_id: id.nullish(),
  error: z.string().nullish(),
});
type Withdrawal = z.output<typeof withdrawal>;
const created = z.looseObject({ id, withdrawals: z.array(withdrawal).min(1) });
const listed = z.looseObject({ payouts: z.array(withdrawal) });
const signedIn = z.looseObject({ token: z.string().min(1) });
const refused = z.looseObject({ message: z.string().nullish(), code: z.string().nullish() });

/** Coins that stand for the currency one to one; anything else would need a rate, and nobody has agreed to one. */
const PEGGED: Record<string, RegExp> = { USD: /^usd[tc]/i, EUR: /^eur[tc]/i };
const PAGE = 100;
const MAX_PAGES = 20;

export function nowPaymentsProvider(api: NowPaymentsSettings): PayoutProvider {
  return {
    code: 'nowpayments',
    automatic: true,
    async create({ amount_cents, currency: owed, minor_digits, beneficiary }, key) {
      const { account: address = '', currency = '' } = beneficiary.destination;
      if (!PEGGED[owed]?.test(currency)) return { kind: 'failed', reference: '', reason: `${currency} is not worth the same as ${owed}` };
      const token = await signIn(api);
      if (token === null) return unknown('nobody could sign in');
      const earlier = await known(api, key, token);
      if (earlier === null) return unknown('the list of payouts could not be read');
      if (earlier !== undefined) return stand(api, earlier, token);
      const amount = formatMoney(amount_cents, minor_digits);
      const withdrawals = [{ address, currency: currency.toLowerCase(), amount, unique_external_id: key }];
      const told = await call(api, '/v1/payout', { withdrawals }, token);
      if ('ok' in told && !told.ok) return refusal(told.body);
      const made = 'ok' in told ? created.safeParse(told.body) : null;
      const own = made?.success ? made.data.withdrawals[0] : undefined;
      return made?.success && own ? letGo(api, made.data.id, own, token) : leftOpen(told);
    },
    async find(key, onlyLook = false) {
      const token = await signIn(api);
      if (token === null) return unknown('nobody could sign in');
      const own = await known(api, key, token);
      if (own === null) return unknown('the list of payouts could not be read');
      if (own === undefined) return 'absent';
      return onlyLook ? outcomeOf(own) : stand(api, own, token);
    },
    parse: (raw, headers, secrets, now) => provenNotices('nowpayments', nowNotices, raw, headers, secrets, now),
  };
}

function call(api: NowPaymentsSettings, path: string, body: object | null, token: string | null): Promise<Told> {
  const bearer: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return ask(api, path, {
    method: body === null ? 'GET' : 'POST',
    headers: { 'x-api-key': api.apiKey, 'content-type': 'application/json', ...bearer },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
}

async function signIn(api: NowPaymentsSettings): Promise<string | null> {
  const told = await call(api, '/v1/auth', { email: api.email, password: api.password }, null);
  const read = 'ok' in told && told.ok ? signedIn.safeParse(told.body) : null;
  return read?.success ? read.data.token : null;
}

/** Undefined where the provider surely has none; null where nobody can tell. */
async function known(api: NowPaymentsSettings, key: string, token: string): Promise<Withdrawal | null | undefined> {
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), page: String(page), orderBy: 'dateCreated', order: 'desc' });
    const told = await call(api, `/v1/payout?${query}`, null, token);
    const read = 'ok' in told && told.ok ? listed.safeParse(told.body) : null;
    if (!read?.success) return null;
    const own = read.data.payouts.find((one) => one.unique_external_id === key);
    if (own) return own;
    if (read.data.payouts.length < PAGE) return undefined;
  }
  return null;
}

/** Let go by the second factor; without it a batch waits and leaves nothing. */
async function letGo(api: NowPaymentsSettings, batch: string, one: Withdrawal, token: string): Promise<Outcome> {
  const told = await call(api, `/v1/payout/${batch}/verify`, { verification_code: totp(api.totpSecret, api.now()) }, token);
  return 'ok' in told && told.ok ? { kind: 'sent', reference: one.id } : unknown(`the batch ${batch} was not let go`);
}

function stand(api: NowPaymentsSettings, one: Withdrawal, token: string): Promise<Outcome> | Outcome {
  const waits = WAITS.has(one.status.toLowerCase());
  return waits && one.batch_withdrawal_id ? letGo(api, one.batch_withdrawal_id, one, token) : outcomeOf(one);
}

const WAITS = new Set(['creating', 'waiting']);
const STATUS: Record<string, 'sent' | 'paid' | 'failed'> = {
  ...{ processing: 'sent', sending: 'sent', finished: 'paid' },
  ...{ failed: 'failed', rejected: 'failed', expired: 'failed' },
};

function outcomeOf({ id: reference, status, error }: Withdrawal): Outcome {
  const kind = STATUS[status.toLowerCase()];
  return kind === undefined ? unknown(`the provider calls it ${status}`) : { kind, reference, ...(error ? { reason: error } : {}) };
}

function refusal(body: unknown): Outcome {
  const read = refused.safeParse(body);
  return { kind: 'failed', reference: '', reason: (read.success ? (read.data.message ?? read.data.code) : null) ?? 'refused' };
}
