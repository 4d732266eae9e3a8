// Where the local tools send to: the running stack of this folder, or the hosted project that the settings name. Both the simulator
// and the importer ask the same questions first, and say in one sentence what is missing.
import { serviceClient } from '@/lib/db/clients';
import type { SymbolFacts } from '@/lib/trades/sources/history-file';
import { open, type Sealed } from '@/lib/db/vault';
import { queryRows } from '../database';
import { readKeys } from '../keys';
import { readSettings } from '../settings';
import { asRunning, stackEnvironment } from '../status';
import { Trouble } from '../trouble';

export interface Target {
  app_url: string;
  db_url: string;
}
export interface ConnectionTarget extends Target {
  connection_id: string;
  slug: string;
  platform: string;
  server: string;
  secret: string;
}

/** Gives this process the settings the stack runs under, so that the same clients and the same vault work here. */
export function findTarget(): Target {
  const settings = asRunning(readSettings());
  if (!settings.hosted) {
    const keys = readKeys(settings.dataDir);
    if (!keys) throw new Trouble('Nothing has been started here yet: run npm start first.');
    Object.assign(process.env, stackEnvironment(settings, keys));
  } else {
    Object.assign(process.env, settings.values);
  }
  const db_url = process.env.DATABASE_URL;
  if (!db_url) throw new Trouble('The setting DATABASE_URL is missing: see .env.example.');
  return { app_url: settings.appUrl, db_url };
}

export async function requireServer(target: Target): Promise<void> {
  try {
    await fetch(`${target.app_url}/api/health`, { signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new Trouble(`No server answers at ${target.app_url}: start it with npm start, then run this again.`);
  }
}

interface LoadedConnection {
  id: string;
  slug: string;
  platform: string | null;
  server: string | null;
  status: string;
  signing_secrets: (Sealed & { expires_at: string | null })[];
}

export async function findConnection(target: Target, slug: string): Promise<ConnectionTarget> {
  const { data, error } = await serviceClient().rpc('load_connection', { p_slug: slug });
  if (error) throw new Trouble(`The connection ${slug} could not be read: ${error.message}.`);
  const found = data as LoadedConnection | null;
  if (!found) throw new Trouble(`There is no connection called ${slug}.`);
  const current = found.signing_secrets.find((secret) => secret.expires_at === null) ?? found.signing_secrets[0];
  if (!current) throw new Trouble(`The connection ${slug} has no signing secret yet.`);
  const secret = open({ ciphertext: current.ciphertext, key_id: current.key_id }, `connections:${found.id}:signing_secrets`);
  return { ...target, connection_id: found.id, slug, platform: found.platform ?? 'mt5', server: found.server ?? 'Demo-Live', secret };
}

export interface KnownAccount {
  id: string;
  platform: string;
  server: string;
  login: string;
  status: string;
  currency: string;
  initial_balance_cents: number;
  minor_digits: number;
  activated_at: string | null;
  connection_slug: string;
  balance_cents: number | null;
  events: number;
}

/** Accounts by login, on any server, with what the tools must know before they send a history to one. */
export async function findAccounts(target: Target, logins: string[]): Promise<KnownAccount[]> {
  const rows = await queryRows<
    Omit<KnownAccount, 'initial_balance_cents' | 'balance_cents' | 'events'> &
      Record<'initial_balance_cents' | 'balance_cents' | 'events', string | null>
  >(
    target.db_url,
    `select a.id, a.platform, a.server, a.login, a.status, a.currency, a.initial_balance_cents::text, a.activated_at::text,
            coalesce((r.rules ->> 'minor_digits')::int, 2) as minor_digits, c.slug as connection_slug,
            f.balance_cents::text, (select count(*) from public.account_events e where e.account_id = a.id)::text as events
       from public.accounts a
       join public.connections c on c.id = a.connection_id
       left join public.rule_sets r on r.id = a.rule_set_id
       left join public.account_facts f on f.account_id = a.id
      where a.login = any ($1) order by a.login, a.server`,
    [logins],
  );
  return rows.map((row) => ({
    ...row,
    initial_balance_cents: parseInt(row.initial_balance_cents ?? '0', 10),
    balance_cents: row.balance_cents === null ? null : parseInt(row.balance_cents, 10),
    events: parseInt(row.events ?? '0', 10),
  }));
}

/** What the table of symbols says a point of each instrument is worth; sizes travel as text, since a double would round them. */
export async function findSymbols(target: Target): Promise<SymbolFacts[]> {
  return queryRows<SymbolFacts>(target.db_url, 'select code, aliases, value_per_unit::text, quote_currency from public.symbols');
}
