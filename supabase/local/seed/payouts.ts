// The demo firm's payouts: paid, held, rejected, unknown, returned and waiting, each by the way a real one goes. The simulated provider
// decides by the last two digits of a sum what becomes of it, so every ending is there to be looked at.
import { Client } from 'pg';
import { anonymousClient, serviceClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { money } from '@/lib/money';
import { readPayout } from '@/lib/payouts/office-read';
import { approvePayout, rejectPayout } from '@/lib/payouts/office-write';
import { checkPayout, destinationSeal, sendPayout } from '@/lib/payouts/send';
import { requestPayout } from '@/lib/payouts/write';
import type { SeedContext } from '../seeding';
import { boughtFor } from '../simulate/market';
import { deliver } from './deliver';
import { SERVER } from './firm';
import { approveIdentity } from './identity';

type Ending = 'waits' | 'paid' | 'held' | 'rejected' | 'unknown' | 'returned' | 'failed';
export interface Asker {
  name: string;
  login: string;
  /** What each of the six winning days earned. */
  win: string;
  asks: string;
  daysAgo: number;
}
interface Story extends Asker {
  ending: Ending;
}

/** The first is the demo trader's own, so that the portal has something to ask for. */
const STORIES: readonly Story[] = [
  { name: 'Tara Novik', login: '720001', win: '750.00', asks: '1500.00', daysAgo: 9, ending: 'paid' },
  { name: 'Pia Sommer', login: '720002', win: '900.00', asks: '4320.00', daysAgo: 2, ending: 'held' },
  { name: 'Luis Ortega', login: '720003', win: '640.00', asks: '2000.00', daysAgo: 5, ending: 'rejected' },
  { name: 'Emma Kraus', login: '720004', win: '820.00', asks: '1250.27', daysAgo: 8, ending: 'unknown' },
  { name: 'Jonas Weiss', login: '720005', win: '710.00', asks: '1800.39', daysAgo: 8, ending: 'returned' },
  { name: 'Aiko Tanaka', login: '720006', win: '560.00', asks: '1400.13', daysAgo: 8, ending: 'failed' },
  { name: 'Sara Lindqvist', login: '720007', win: '980.00', asks: '2400.00', daysAgo: 1, ending: 'waits' },
  { name: 'Marco Bianchi', login: '720008', win: '5600.00', asks: '26000.00', daysAgo: 1, ending: 'waits' },
  { name: 'Nadia Petrova', login: '720009', win: '410.00', asks: '650.00', daysAgo: 1, ending: 'waits' },
];
const DAY_MS = 86_400_000;
const OPENED_DAYS_AGO = 42;
const FIRST_WIN_DAYS_AGO = 39;
const WINS = 6;
/** Lots of each of their trades. */
const VOLUME = '10.00';

export async function seedPayouts(context: SeedContext, connectionId: string, until: number): Promise<number> {
  const client = new Client({ connectionString: context.dbUrl });
  await client.connect();
  try {
    let told = 0;
    for (const story of STORIES) {
      const trouble = await tell({ context, client, connectionId, until }, story);
      if (trouble === null) told += 1;
      else context.log(`The payout of ${story.name} is not as its story says: ${trouble}`);
    }
    return told;
  } finally {
    await client.end();
  }
}

export interface Stage {
  context: SeedContext;
  client: Client;
  connectionId: string;
  until: number;
}

/** Null when it went as told; otherwise why not. A firm without one of its examples is still a firm. */
async function tell(stage: Stage, story: Story): Promise<string | null> {
  const made = await askFor(stage, story, 'simulated');
  if (typeof made === 'string') return made;
  return made.is_new ? end(stage, story, made.payout_id) : null;
}

/** Opens a funded account, lets it earn and asks for a share of it; in words why not, where it could not be asked for. */
export async function askFor(
  stage: Stage,
  story: Asker,
  provider: 'simulated' | 'bank',
): Promise<{ payout_id: string; is_new: boolean } | string> {
  const { context, client, connectionId, until } = stage;
  const at = (daysAgo: number) => new Date(until - daysAgo * DAY_MS);
  const own = story.login === '720001' ? context.logins.find(({ role }) => role === 'trader') : undefined;
  const email = own?.email ?? `${story.name.toLowerCase().replace(' ', '.')}@traders.tideline.test`;
  const opened = await open(story, email, connectionId, at(OPENED_DAYS_AGO));
  await approveIdentity(client, opened.trader_id, at(OPENED_DAYS_AGO));
  const asker = own?.id ?? opened.trader_id;
  const beneficiary_id = await destination({ client, provider }, opened.trader_id, asker, story, at(OPENED_DAYS_AGO - 1));
  for (let day = 0; day < WINS; day += 1) await record(connectionId, story, `${day}`, story.win, weekday(until, FIRST_WIN_DAYS_AGO - day));
  const made = await requestPayout(
    {
      ...{ account_id: opened.account_id, trader_id: opened.trader_id, requested_by: asker, beneficiary_id },
      amount_cents: money(story.asks, 2),
      request_key: `seed:${story.login}`,
    },
    at(story.daysAgo),
  );
  return made.ok ? made.value : `${made.refusal.code}: ${made.refusal.message}`;
}

async function open(story: Asker, email: string, connection_id: string, now: Date): Promise<{ account_id: string; trader_id: string }> {
  const account = { platform: 'mt5', server: SERVER, login: story.login, product_id: 'classic-100k', phase_position: 3 };
  const p = { ...account, connection_id, email, full_name: story.name, now: now.toISOString() };
  const { data, error } = await serviceClient().rpc('open_account', { p });
  if (error) throw new Error(`the funded demo account ${story.login} could not be opened: ${error.message}`);
  return data as { account_id: string; trader_id: string };
}

type Way = { client: Client; provider: 'simulated' | 'bank' };

async function destination({ client, provider }: Way, traderId: string, asker: string, story: Asker, now: Date): Promise<string> {
  const known = await client.query<{ id: string }>('select id from public.beneficiaries where trader_id = $1 limit 1', [traderId]);
  if (known.rows[0]) return known.rows[0].id;
  const id = crypto.randomUUID();
  const sealed = seal(
    JSON.stringify({ account: `DEMO${story.login}`, ...(provider === 'bank' ? { bank: 'DEMOXX2A' } : {}) }),
    destinationSeal(id),
  );
  const about = { new_id: id, trader_id: traderId, provider, name: story.name, masked: `•••• ${story.login.slice(-4)}` };
  const { error } = await serviceClient().rpc('save_beneficiary', {
    p: { ...about, destination: sealed, edited_by: asker, edited_by_kind: 'trader', now: now.toISOString() },
  });
  if (error) throw new Error(`the destination of ${story.name} could not be kept: ${error.message}`);
  return id;
}

/** Noon of a day on which markets are open. */
function weekday(until: number, daysAgo: number): Date {
  const day = new Date(until - daysAgo * DAY_MS + DAY_MS / 2);
  const past = { 0: 2, 6: 1 }[day.getUTCDay()] ?? 0;
  return new Date(day.getTime() - past * DAY_MS - daysAgo * 60_000);
}

async function record(connectionId: string, { login }: Asker, name: string, amount: string, closed: Date): Promise<void> {
  const id = `payout-story-${login}-${name}`;
  const data = {
    account: { platform: 'mt5', server: SERVER, login },
    ...{ external_id: id, position_id: `P${id}`, symbol: 'EURUSD', side: 'buy', volume: VOLUME, volume_unit: 'lot' },
    ...{ opened_at: new Date(closed.getTime() - 2_400_000).toISOString(), closed_at: closed.toISOString() },
    ...{ ...boughtFor('EURUSD', amount, VOLUME), gross: amount, commission: '0.00', swap: '0.00', fee: '0.00', net: amount },
    ...{ currency: 'USD', is_final_slice: true },
  };
  await deliver(
    connectionId,
    id,
    JSON.stringify({ type: 'trade.closed', timestamp: closed.toISOString(), data }),
    closed.getTime() + 1_000,
  );
}

async function end({ context, client, connectionId, until }: Stage, story: Story, id: string): Promise<string | null> {
  if (story.ending === 'waits') return null;
  if (story.ending === 'held') {
    await record(connectionId, story, 'loss', '-1200.00', weekday(until, 1));
    return null;
  }
  const finance = await signIn(context);
  const seen = await readPayout(finance, id, new Date());
  if (!seen) return 'finance cannot see it';
  const { version, digest } = seen.seen;
  if (story.ending === 'rejected') {
    const refused = await rejectPayout(
      finance,
      id,
      version,
      'The name on the destination differs from your papers. Add one in your own name.',
    );
    return refused.ok ? null : refused.refusal.code;
  }
  const signed = await approvePayout(finance, { id, version, digest }, new Date());
  if (!signed.ok) return `${signed.refusal.code}: ${signed.refusal.message}`;
  await sendPayout(id, () => new Date());
  if (story.ending === 'unknown') {
    // Left as nobody answered it: the provider is asked again in a month, not in a minute.
    for (const key of ['check', 'payout']) await client.query(`select private.remove_job($1)`, [`${key}:${id}`]);
    await client.query(`update public.payouts set next_check_at = now() + interval '30 days' where id = $1 and state = 'unknown'`, [id]);
  }
  const checks = { paid: 1, returned: 2 }[story.ending as string] ?? 0;
  for (let asked = 0; asked < checks; asked += 1) await checkPayout(id, () => new Date());
  const now = await readPayout(finance, id, new Date());
  return now?.payout.state === story.ending ? null : `it is ${now?.payout.state ?? 'gone'}`;
}

/** Somebody of the staff, by their role. */
export async function signIn({ logins }: SeedContext, as = 'finance') {
  const login = logins.find(({ role }) => role === as);
  const client = anonymousClient();
  const { error } = await client.auth.signInWithPassword({ email: login?.email ?? '', password: login?.password ?? '' });
  if (error) throw new Error(`${as} could not sign in: ${error.message}`);
  return client;
}
