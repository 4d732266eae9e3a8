// Opens the demo accounts a run needs, where they are missing. An account that exists keeps what it was opened with, so its story is
// the one it began with.
import pLimit from 'p-limit';
import { serviceClient } from '@/lib/db/clients';
import { queryRows } from '../database';
import { Trouble } from '../trouble';
import { daysBefore, daysFrom } from './calendar';
import type { Part } from './cast';
import { namedPerson, personOf, type DemoPerson } from './people';
import type { SimulateOptions } from './options';
import { findAccounts, type ConnectionTarget, type KnownAccount } from './target';

export interface Provisioned {
  account_id: string;
  login: string;
  /** How many events the office knew of this account before the run. */
  events: number;
  part: Part;
}

/** A message carries so many trading days: fewer and larger ones are quicker, and still look like a relay's. */
const DAYS_PER_MESSAGE = 3;

interface Product {
  id: string;
  title: string;
}

export async function provision(target: ConnectionTarget, options: SimulateOptions): Promise<{ parts: Provisioned[]; opened: number }> {
  const run = { seed: options.seed, hit_rate: options.hit_rate };
  const { user } = options;
  const people = user === null ? Array.from({ length: options.accounts }, (_, index) => personOf(run, index)) : [namedPerson(run, user)];
  const before = await known(target, people);
  const missing = people.filter((person) => !before.has(person.login));
  await openAll(target, options, missing);
  const after = missing.length === 0 ? before : await known(target, people);
  const parts = people.flatMap((person) => {
    const account = after.get(person.login);
    return account ? [{ account_id: account.id, login: account.login, events: account.events, part: partOf(account, options) }] : [];
  });
  return { parts, opened: missing.length };
}

async function known(target: ConnectionTarget, people: DemoPerson[]): Promise<Map<string, KnownAccount>> {
  const found = await findAccounts(
    target,
    people.map((person) => person.login),
  );
  return new Map(found.filter((account) => account.server === target.server).map((account) => [account.login, account]));
}

async function openAll(target: ConnectionTarget, options: SimulateOptions, missing: DemoPerson[]): Promise<void> {
  if (missing.length === 0) return;
  const products = await queryRows<Product>(
    target.db_url,
    `select t.id, t.title from public.challenge_types t
      where not t.is_archived and exists (select from public.phases p join public.rule_sets r on r.phase_id = p.id
        where p.challenge_type_id = t.id and p.position = 1 and r.state = 'published') order by t.account_size_cents, t.title`,
  );
  if (products.length === 0) throw new Trouble('There is no challenge with published rules to open an account under.');
  const opened = Date.parse(daysBefore(options.until, options.days)[0] ?? '');
  const limit = pLimit(options.concurrency);
  await Promise.all(missing.map((person) => limit(() => openOne(target, person, productFor(products, person, options), opened))));
}

function productFor(products: Product[], person: DemoPerson, options: SimulateOptions): Product {
  const index = options.user === null ? parseInt(person.login.slice(-4), 10) % products.length : Math.min(1, products.length - 1);
  return products[index] ?? (products[0] as Product);
}

async function openOne(target: ConnectionTarget, person: DemoPerson, product: Product, opened: number): Promise<void> {
  const p = {
    connection_id: target.connection_id,
    platform: 'mt5',
    server: target.server,
    login: person.login,
    email: person.email,
    full_name: person.full_name,
    challenge_type_id: product.id,
    phase_position: 1,
    now: new Date(opened).toISOString(),
  };
  const { error } = await serviceClient().rpc('open_account', { p });
  if (error) throw new Trouble(`The account ${person.login} could not be opened: ${error.message}.`);
}

function partOf(account: KnownAccount, options: SimulateOptions): Part {
  const { platform, server, login, currency, minor_digits: digits } = account;
  const start = account.activated_at === null ? options.until : Date.parse(account.activated_at);
  return {
    seed: options.seed,
    account: { platform, server, login, currency, digits },
    initial_cents: account.initial_balance_cents,
    hit_rate: shareOf(options.hit_rate),
    days: daysFrom(start, options.until, options.days),
    days_per_message: DAYS_PER_MESSAGE,
    ...(options.user === null ? {} : { profile: 'steady' as const }),
  };
}

function shareOf(text: string): number {
  const digits = text.slice(2);
  return parseInt(digits, 10) / 10 ** digits.length;
}
