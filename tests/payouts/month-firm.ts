// The firm of the generated month: three products that divide differently in currencies of two, none and three digits, and the plain verbs by
// which platform, people and provider act on an account at a time that is given.
import { randomUUID } from 'node:crypto';
import { receiveMessage } from '@/lib/trades/receive';
import type { PayoutBooks, Policy, Terms, Tier } from '../oracle/payout-books';
import { batch, operation, reversal, trade, type WireEvent } from '../trades/wire-samples';
import type { Funded, FundedAccount } from './funded';

export interface Product {
  currency: string;
  digits: number;
  terms: Terms;
  challenge: string;
}
export interface Line {
  id: string;
  /** Its place among the lines of the books. */
  place: number;
}
/** One account, what the product knows of it and what the books do. */
export interface Life {
  account: FundedAccount;
  product: Product;
  books: PayoutBooks;
  ids: Line[];
  trades: { id: string; net: bigint; reversed: boolean }[];
  /** Trades the platform tells of days later, and on which day. */
  withheld: { id: string; event: WireEvent; net: bigint; day: number }[];
}

/** Small windows and limits, so that a month meets each of them. */
export const SETTINGS = {
  auto_release_below_cents: 60_000,
  second_approver_at_or_above_cents: 250_000,
  settlement_days: 1,
  limit_days: 366,
  limit_per_trader_cents: 200_000,
  cool_off_seconds: 60,
  stale_after_seconds: 400 * 86_400,
};
export const POLICY: Policy = { autoBelow: 60_000n, secondFrom: 250_000n, limit: 200_000n, windowMs: 86_400_000 };
const TERMS = { initial: 10_000_000n, minimum: 10_000n, keep: 9_700_000n };
const KINDS: { currency: string; digits: number; payout: object; tiers: Tier[] }[] = [
  { currency: 'USD', digits: 2, payout: { split: '0.80' }, tiers: [[null, 4n, 5n]] },
  { currency: 'JPY', digits: 0, payout: { split: '0.8333' }, tiers: [[null, 8333n, 10_000n]] },
  {
    ...{ currency: 'KWD', digits: 3 },
    payout: {
      tiers: [
        ['400.000', '0.70'],
        ['900.000', '0.875'],
        [null, '0.90'],
      ],
    },
    tiers: [
      [400_000n, 7n, 10n],
      [900_000n, 7n, 8n],
      [null, 9n, 10n],
    ],
  },
];

export function money(minor: bigint, digits: number): string {
  const [sign, size] = minor < 0n ? ['-', -minor] : ['', minor];
  if (digits === 0) return `${sign}${size}`;
  const unit = 10n ** BigInt(digits);
  return `${sign}${size / unit}.${String(size % unit).padStart(digits, '0')}`;
}

export async function openProducts({ flow }: Funded): Promise<Product[]> {
  await flow.rows(
    `insert into public.settings (key, version, value, published_at) values ('payout_policy', 1, $1, '2026-01-01')`,
    JSON.stringify(SETTINGS),
  );
  const made: Product[] = [];
  for (const { currency, digits, payout, tiers } of KINDS) {
    const [type] = await flow.rows<{ id: string }>(
      `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, currency, profit_split_bps) values ($1, 1, 'classic', $1, 10000000, $2, 8000) returning id`,
      `month-${currency}`,
      currency,
    );
    const [phase] = await flow.rows<{ id: string }>(
      `insert into public.phases (challenge_type_id, position, name, is_live) values ($1, 1, 'Funded', true) returning id`,
      type?.id,
    );
    const document = {
      ...{ format: 'rule-set/1', code: `month-${currency.toLowerCase()}`, version: 1, phase: 'funded', account_type: 'standard' },
      ...{ currency, minor_digits: digits, initial_balance: money(TERMS.initial, digits), reset: { tz: 'UTC', time: '00:00' } },
      rules: { 'max-drawdown': [{ mode: 'static', amount: { pct: '0.90', of: 'initial' }, measure: 'balance' }] },
      payout: {
        ...{ ...payout, tz: 'UTC', require_flat: true },
        ...{ min_amount: money(TERMS.minimum, digits), min_balance_after: money(TERMS.keep, digits) },
      },
    };
    await flow.rows(
      `insert into public.rule_sets (phase_id, code, version, currency, initial_balance_cents, rules, state, effective_from, published_at)
       values ($1, $2, 1, $3, 10000000, $4, 'published', '2026-01-01', '2026-01-01')`,
      phase?.id,
      document.code,
      currency,
      JSON.stringify(document),
    );
    made.push({ currency, digits, terms: { ...TERMS, tiers }, challenge: type?.id ?? '' });
  }
  return made;
}

const owner = ({ account }: Life) => ({ account: { platform: 'mt5', server: 'Example-Live', login: account.login } });

/** A closed trade of that result, with a commission of its own. */
export function deal({ account, product }: Life, id: string, net: bigint, at: string): WireEvent {
  const text = (minor: bigint) => money(minor, product.digits);
  const parts = { gross: text(net + 7n), commission: text(-7n), swap: text(0n), fee: text(0n), net: text(net) };
  const login = { account: { platform: 'mt5', server: 'Example-Live', login: account.login } };
  return trade(id, parts.gross, at, { ...login, ...parts, currency: product.currency });
}
export function takenBack(life: Life, of: string, at: string): WireEvent {
  const event = reversal(`R${of}`, of, at);
  return { ...event, data: { ...event.data, ...owner(life) } };
}
export function withdrawal(life: Life, amount: bigint, at: string, reference: string | null): WireEvent {
  const event = operation(randomUUID(), 'withdrawal', money(-amount, life.product.digits), at);
  const more = { ...owner(life), currency: life.product.currency, ...(reference === null ? {} : { reference }) };
  return { ...event, data: { ...event.data, ...more } };
}

/** One message; each of its events must be recorded. */
export async function tell({ flow }: Funded, events: WireEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  const body = Buffer.from(JSON.stringify({ ...batch(...events), timestamp: now.toISOString() }));
  const incoming = { connection: { id: flow.connectionId }, webhookId: randomUUID(), headers: {}, body, auth: 'signature' as const, now };
  const answer = await receiveMessage(incoming);
  const { results } = JSON.parse(answer.body) as { results?: { outcome: string }[] };
  if (results?.length !== events.length || results.some(({ outcome }) => outcome !== 'recorded')) throw new Error(answer.body);
}
