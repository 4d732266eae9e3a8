// A firm whose rules read the market: what is known of it is put in piece by piece, messages go through the receiving path.
import { randomUUID } from 'node:crypto';
import { receiveMessage } from '@/lib/trades/receive';
import type { TestStack } from '../support/stack';
import { ACCOUNT, batch, bytes, trade, type WireEvent } from '../trades/wire-samples';
import { connect, openAccount } from './firm';

export const RULES = {
  format: 'rule-set/1',
  code: 'market-house',
  version: 1,
  phase: 'funded',
  account_type: 'standard',
  currency: 'USD',
  initial_balance: '100000.00',
  reset: { tz: 'UTC', time: '00:00' },
  rules: {
    'news-window': [{ instruments_by_event: { CPI: ['*USD*'] } }],
    'weekend-holding': [{ tz: 'UTC', time: '20:00' }],
    'risk-per-trade': [{ basis: 'position_size', limit_pct: '1', consequence: 'flag' }],
  },
};
export const NOW = new Date('2026-11-19T12:00:00Z');
/** When the release of the tests comes out. */
export const CPI = '2026-11-17T13:30:00Z';

export interface Stored {
  rule: string;
  outcome: string;
  subject: string;
  at: string;
  raised_key: string;
  message: string;
  evidence: { label: string; value: string }[];
}
export interface MarketAccount {
  id: string;
  of: (wire: WireEvent) => WireEvent;
}
export type MarketFirm = Awaited<ReturnType<typeof openMarketFirm>>;

export async function openMarketFirm(stack: TestStack) {
  let logins = 100;
  const { sql } = stack;
  const one = async (text: string, ...values: unknown[]) => ((await sql.query(text, values)).rows[0] as { id: string }).id;
  const connection = await connect(stack, 0, 100_000);
  const challenge = await one(
    `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents) values ('M', 1, 'classic', 'm', 10000000) returning id`,
  );
  const phase = await one(`insert into public.phases (challenge_type_id, position, name) values ($1, 1, 'Funded') returning id`, challenge);
  await sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     values ($1, 'market-house', 1, 10000000, $2, 'published', '2026-01-01', '2026-01-01')`,
    [phase, JSON.stringify(RULES)],
  );
  const violations = async (id: string) => {
    const text = `select rule, outcome, subject, breached_at::text as at, raised_key, message, evidence from public.risk_violations
      where account_id = $1 and state <> 'withdrawn' order by raised_key, rule`;
    return (await sql.query(text, [id])).rows as Stored[];
  };
  return {
    connection,
    phase,
    ...knowledge(stack),
    violations,
    found: async (id: string) => (await violations(id)).map(({ rule, outcome }) => `${rule} ${outcome}`),
    account: async (): Promise<MarketAccount> => {
      const login = String((logins += 1));
      const id = await openAccount(stack, connection, challenge, login);
      return { id, of: (wire) => ({ ...wire, data: { ...wire.data, account: { ...ACCOUNT, login } } }) };
    },
    deliver: async (...events: WireEvent[]) => {
      const body = bytes(events.length === 1 ? events[0] : batch(...events));
      const message = {
        connection: { id: connection },
        webhookId: `msg_${randomUUID()}`,
        headers: {},
        body,
        auth: 'signature',
        now: NOW,
      } as const;
      return JSON.parse((await receiveMessage(message)).body) as { results: { outcome: string; verdict?: string }[] };
    },
  };
}

function knowledge({ sql }: TestStack) {
  const take = (kind: string, p: unknown) => sql.query(`select private.take_${kind}($1, now())`, [JSON.stringify(p)]);
  return {
    forget: () => sql.query('truncate public.symbols, public.news_events, public.fx_rates, public.market_holidays, public.market_imports'),
    news: (...at: string[]) =>
      take('news', {
        source: 'desk',
        covers_from: '2026-11-01T00:00:00Z',
        covers_to: '2026-12-31T00:00:00Z',
        rows: at.map((one, i) => ({ key: `k${i}`, at: one, currency: 'USD', impact: 'high', title: 'CPI' })),
      }),
    symbols: () =>
      sql.query(
        `insert into public.symbols (code, class, contract_size, calendar) values ('EURUSD', 'forex', 100000, 'none'), ('USDJPY', 'forex', 100000, 'none')`,
      ),
    rate: (text: string) => take('rates', { source: 'ecb', rows: [{ base: 'USD', quote: 'JPY', rate: text, at: '2026-11-16T16:00:00Z' }] }),
  };
}

/** Closed a minute after the release, opened long before it. */
export const atNews = (id: string, change = {}): WireEvent =>
  trade(id, '10.00', '2026-11-17T13:31:00Z', { opened_at: '2026-11-17T10:00:00Z', ...change });

export function opened(id: string, at: string): WireEvent {
  const position = { symbol: 'EURUSD', side: 'buy', volume: '0.10', volume_unit: 'lot', open_price: '1.08500' };
  return { type: 'position.opened', data: { external_id: id, position_id: id, ...position, opened_at: at } };
}
