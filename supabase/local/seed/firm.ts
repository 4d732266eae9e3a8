// The demo firm itself: its people, its connection, what it sells. Written straight to the tables as their owner, each row only where it
// is missing, so that an interrupted seed may be run again.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { seal } from '@/lib/db/vault';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { SeedContext } from '../seeding';
import { CHALLENGES, SYMBOLS, type SeedChallenge, type SeedPhase } from './catalogue';
import { approveIdentity } from './identity';

export const CONNECTION_SLUG = 'neutral';
export const SERVER = 'Demo-Live';
/** Load tests and the simulator post far more than one broker would. */
const RATE_LIMIT = 120_000;

/** Rule sets are in force from before the first demo trade. */
const EFFECTIVE_FROM = '2026-01-01T00:00:00Z';

/** By what stands before the @ of their address. */
const NAMES: Record<string, string> = {
  viewer: 'Vera Holm',
  support: 'Samir Osman',
  risk: 'Rika Sato',
  finance: 'Felix Brandt',
  config: 'Cora Nilsen',
  admin: 'Ada Marsh',
  admin2: 'Arne Lund',
  auditor: 'Aldo Ferri',
  trader: 'Tara Novik',
};

export async function seedPeople(client: Client, context: SeedContext): Promise<void> {
  for (const login of context.logins) {
    const name = NAMES[login.email.split('@')[0] ?? ''] ?? login.role;
    if (login.role === 'trader') {
      const made = await client.query<{ id: string }>(
        `insert into public.traders (auth_user_id, email, full_name, country)
         select $1, $2, $3, 'CZ' where not exists (select from public.traders where lower(email) = lower($2)) returning id`,
        [login.id, login.email, name],
      );
      if (made.rows[0]) await approveIdentity(client, made.rows[0].id, new Date());
    } else {
      await client.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4) on conflict do nothing', [
        login.id,
        login.email,
        name,
        login.role,
      ]);
    }
  }
}

/** Grace 0: on a demo a breach is confirmed in the second it is seen, not a quarter of an hour later. */
export async function seedConnection(client: Client, context: SeedContext): Promise<string> {
  const found = await client.query<{ id: string }>('select id from public.connections where slug = $1', [CONNECTION_SLUG]);
  if (found.rows[0]) return found.rows[0].id;
  const id = randomUUID();
  const secrets = [{ ...seal(context.keys.webhook_secret, `connections:${id}:signing_secrets`), expires_at: null }];
  await client.query(
    `insert into public.connections (id, slug, kind, platform, server, signing_secrets, confirm_grace_seconds, rate_limit)
     values ($1, $2, 'neutral', 'mt5', $3, $4, 0, $5)`,
    [id, CONNECTION_SLUG, SERVER, JSON.stringify(secrets), RATE_LIMIT],
  );
  return id;
}

export async function seedSymbols(client: Client): Promise<void> {
  for (const symbol of SYMBOLS) {
    const { code, class: kind, contract_size, symbol_group, aliases, quote_currency, calendar, is_micro } = symbol;
    await client.query(
      `insert into public.symbols (code, class, contract_size, value_per_unit, symbol_group, aliases, quote_currency, calendar, is_micro)
       values ($1, $2, $3, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [code, kind, contract_size, symbol_group, [...aliases], quote_currency, calendar, is_micro],
    );
  }
}

export async function seedSettings(client: Client): Promise<void> {
  const settings = {
    payout_policy: {
      auto_release_below_cents: 100_000,
      second_approver_at_or_above_cents: 2_500_000,
      settlement_days: 7,
      limit_days: 30,
      limit_per_trader_cents: 300_000,
      cool_off_seconds: 172_800,
      provider_days: { simulated: 0, stripe: 2, nowpayments: 1, rise: 3, bank: 3 },
    },
    registration: { open: true },
    retention: { equity_marks_days: 30 },
  };
  for (const [key, value] of Object.entries(settings)) {
    await client.query(
      `insert into public.settings (key, version, value, published_at)
       select $1, 1, $2, $3 where not exists (select from public.settings where key = $1)`,
      [key, JSON.stringify(value), EFFECTIVE_FROM],
    );
  }
}

export async function seedCatalogue(client: Client): Promise<void> {
  for (const challenge of CHALLENGES) {
    const id = await challengeId(client, challenge);
    for (const phase of challenge.phases) await seedPhase(client, id, challenge, phase);
  }
}

async function challengeId(client: Client, challenge: SeedChallenge): Promise<string> {
  const found = await client.query<{ id: string }>('select id from public.challenge_types where product_id = $1 and not is_archived', [
    challenge.product_id,
  ]);
  if (found.rows[0]) return found.rows[0].id;
  const made = await client.query<{ id: string }>(
    `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, currency, price_cents, profit_split_bps)
     values ($1, $2, $3, $4, $5, 'USD', $6, 8000) returning id`,
    [challenge.title, challenge.steps, challenge.kind, challenge.product_id, challenge.account_size_cents, challenge.price_cents],
  );
  const row = made.rows[0];
  if (!row) throw new Error(`the challenge ${challenge.title} was not made`);
  return row.id;
}

async function seedPhase(client: Client, challengeType: string, challenge: SeedChallenge, phase: SeedPhase): Promise<void> {
  const compiled = compileRuleSet(phase.document);
  if (!compiled.ok) throw new Error(`the rules of ${challenge.title}, ${phase.name}, cannot be published: ${compiled.refusal.message}`);
  await client.query(
    'insert into public.phases (challenge_type_id, position, name, is_live) values ($1, $2, $3, $4) on conflict do nothing',
    [challengeType, phase.position, phase.name, phase.is_live],
  );
  await client.query(
    `insert into public.rule_sets (phase_id, code, version, currency, initial_balance_cents, rules, state, effective_from, published_at, published_via)
     select p.id, $3, 1, 'USD', $4, $5, 'published', $6, $6, 'sql' from public.phases p
      where p.challenge_type_id = $1 and p.position = $2 and not exists (select from public.rule_sets r where r.phase_id = p.id)`,
    [
      challengeType,
      phase.position,
      phase.document.code,
      compiled.value.header.initial_cents,
      JSON.stringify(phase.document),
      EFFECTIVE_FROM,
    ],
  );
}
