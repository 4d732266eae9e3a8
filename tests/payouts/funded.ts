// A funded account with profit, its trader, a destination and staff who may pay: what every payout test begins with.
import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { tokenClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { destinationSeal } from '@/lib/payouts/send';
import { receiveMessage } from '@/lib/trades/receive';
import { startFlow, type Flow, type FlowOptions } from '../flow/flow-stack';
import { batch, trade } from '../trades/wire-samples';

export const NOW = '2026-11-20T09:00:00.000Z';

export interface Funded {
  flow: Flow;
  /** Finance people by name. */
  staff: Record<string, { id: string; client: SupabaseClient }>;
  challenge: string;
}
export interface FundedAccount {
  id: string;
  login: string;
  trader: { id: string; userId: string; client: SupabaseClient };
  beneficiary: string;
}

export const RULES = {
  format: 'rule-set/1',
  code: 'funded-house',
  version: 1,
  phase: 'funded',
  account_type: 'standard',
  currency: 'USD',
  minor_digits: 2,
  initial_balance: '100000.00',
  reset: { tz: 'UTC', time: '00:00' },
  rules: {
    'max-drawdown': [
      {
        mode: 'static',
        amount: { pct: '0.12', of: 'initial' },
        lock: null,
        measure: 'equity',
        touch_is_breach: false,
        payout_effect: 'none',
      },
    ],
  },
  payout: { split: '0.80', tz: 'UTC', min_amount: '100.00', require_flat: true, min_balance_after: '97000.00' },
};

/** `payout` are further terms of the rule set. */
export async function startFunded(options: FlowOptions = {}, payout: object = {}): Promise<Funded> {
  const flow = await startFlow({ web: false, ...options });
  const [type] = await flow.rows<{ id: string }>(
    `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, profit_split_bps) values ('Funded', 1, 'classic', 'funded', 10000000, 8000) returning id`,
  );
  const challenge = type?.id ?? '';
  const [phase] = await flow.rows<{ id: string }>(
    `insert into public.phases (challenge_type_id, position, name, is_live) values ($1, 1, 'Funded', true) returning id`,
    challenge,
  );
  await flow.rows(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     values ($1, 'funded-house', 1, 10000000, $2, 'published', '2026-01-01', '2026-01-01')`,
    phase?.id,
    JSON.stringify({ ...RULES, payout: { ...RULES.payout, ...payout } }),
  );
  const staff: Funded['staff'] = {};
  for (const name of ['ada', 'ben', 'cay']) staff[name] = await join(flow, name, 'finance');
  return { flow, staff, challenge };
}

export async function join(flow: Flow, name: string, role: string): Promise<{ id: string; client: SupabaseClient }> {
  const person = await flow.stack.signUp(`${name}@${role}.test`);
  await flow.rows(
    'insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)',
    person.id,
    `${name}@${role}.test`,
    name,
    role,
  );
  return { id: person.id, client: tokenClient(person.accessToken) };
}

/** A real destination is sealed under the name of its own row. */
function sealed(provider: string): Record<string, unknown> {
  if (provider === 'simulated') return { destination: { sealed: true } };
  const new_id = randomUUID();
  const account = provider === 'stripe' ? 'acct_test12345678' : 'CZ6508000000192000145399';
  return { new_id, destination: seal(JSON.stringify({ account, bank: '=GIBACZPX' }), destinationSeal(new_id)) };
}

let logins = 500_000;

/** A live account whose trader earned `profit` (major units). */
export async function openFunded(
  { flow, challenge }: Funded,
  profit = '10000.00',
  provider = 'simulated',
  who: { email?: string; name?: string } = {},
): Promise<FundedAccount> {
  const login = String((logins += 1));
  const { email = `${login}@funded.test`, name = 'Fay Funded' } = who;
  const p = {
    platform: 'mt5',
    server: 'Example-Live',
    login,
    connection_id: flow.connectionId,
    challenge_type_id: challenge,
    email,
    full_name: name,
    now: '2026-10-01T00:00:00Z',
  };
  const { data, error } = await flow.stack.service.rpc('open_account', { p });
  if (error) throw new Error(error.message);
  const { account_id: id, trader_id } = data as { account_id: string; trader_id: string };
  const person = await flow.stack.signUp(email);
  await flow.rows(`update public.traders set auth_user_id = $1, kyc_status = 'pending' where id = $2`, person.id, trader_id);
  await flow.rows(`update public.traders set kyc_status = 'approved' where id = $1`, trader_id);
  const saved = await flow.stack.service.rpc('save_beneficiary', {
    p: {
      trader_id,
      provider,
      name,
      masked: '****1234',
      ...sealed(provider),
      edited_by: person.id,
      edited_by_kind: 'trader',
      now: '2026-10-01T00:00:00Z',
    },
  });
  if (saved.error) throw new Error(saved.error.message);
  const account = {
    id,
    login,
    trader: { id: trader_id, userId: person.id, client: tokenClient(person.accessToken) },
    beneficiary: (saved.data as { beneficiary_id: string }).beneficiary_id,
  };
  if (profit !== '0') await earn(flow, account, profit, '2026-11-18T10:00:00.000Z');
  return account;
}

/** One more live account of the same trader, paid to the same destination. */
export async function openMore({ flow, challenge }: Funded, first: FundedAccount, profit = '10000.00'): Promise<FundedAccount> {
  const login = String((logins += 1));
  const [trader] = await flow.rows<{ email: string }>('select email from public.traders where id = $1', first.trader.id);
  const p = {
    platform: 'mt5',
    server: 'Example-Live',
    login,
    connection_id: flow.connectionId,
    challenge_type_id: challenge,
    email: trader?.email,
    full_name: 'Fay Funded',
    now: '2026-10-01T00:00:00Z',
  };
  const { data, error } = await flow.stack.service.rpc('open_account', { p });
  if (error) throw new Error(error.message);
  const account = { ...first, id: (data as { account_id: string }).account_id, login };
  await earn(flow, account, profit, '2026-11-18T10:00:00.000Z');
  return account;
}

export function earn(flow: Flow, account: FundedAccount, amount: string, at: string, change: Record<string, unknown> = {}): Promise<void> {
  return earnTogether(flow, account, [amount], at, change);
}

/** Several trades of one message, all closed at that instant. */
export async function earnTogether(
  flow: Flow,
  account: FundedAccount,
  amounts: string[],
  at: string,
  change: Record<string, unknown> = {},
): Promise<void> {
  const owner = { platform: 'mt5', server: 'Example-Live', login: account.login };
  const events = amounts.map((amount) => trade(randomUUID(), amount, at, { account: owner, ...change }));
  const message = events.length === 1 ? events[0] : batch(...events);
  const body = Buffer.from(JSON.stringify({ ...message, timestamp: at }));
  const answer = await receiveMessage({
    connection: { id: flow.connectionId },
    webhookId: randomUUID(),
    headers: {},
    body,
    auth: 'signature',
    now: new Date(),
  });
  if (answer.status !== 200 || !answer.body.includes('"recorded"')) throw new Error(answer.body);
}

export interface Terms {
  requested: number;
  entitled: number;
  gross?: number;
  route?: 'policy' | 'person';
  approvals?: number;
  holdUntil?: string;
  key?: string;
}

/** Asks for a payout as the firm's own code does, once it has worked out what is owed. Amounts in minor units. */
export async function requestPayout({ flow }: Funded, account: FundedAccount, terms: Terms): Promise<Record<string, unknown>> {
  const [row] = await flow.rows<{ version: string }>('select version from public.accounts where id = $1', account.id);
  const {
    requested,
    entitled,
    gross = Math.ceil(requested / 0.8),
    route = 'person',
    approvals = 1,
    holdUntil = NOW,
    key = randomUUID(),
  } = terms;
  const { data, error } = await flow.stack.service.rpc('request_payout', {
    p: {
      account_id: account.id,
      account_version: Number(row?.version),
      trader_id: account.trader.id,
      requested_by: account.trader.userId,
      request_key: key,
      beneficiary_id: account.beneficiary,
      requested_cents: requested,
      gross_cents: gross,
      entitled_cents: entitled,
      split_bps: 8000,
      route,
      approvals_required: approvals,
      hold_until: holdUntil,
      checks: [],
      effect: {},
      now: NOW,
    },
  });
  if (error) return { outcome: 'error', message: error.message };
  return data as Record<string, unknown>;
}
