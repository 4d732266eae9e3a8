// The firm's first month, recorded through the very function the webhook calls: what the office shows after a first start was judged,
// not made up. Each message is received at the moment its relay had it, so the month looks lived in.
import pLimit from 'p-limit';
import { serviceClient } from '@/lib/db/clients';
import { queryRows } from '../database';
import type { SeedContext } from '../seeding';
import { daysBefore, daysFrom } from '../simulate/calendar';
import { messagesOf } from '../simulate/cast';
import type { StoryMessage } from '../simulate/messages';
import { HIT_RATE, SEED, seedCast, TRADING_DAYS, UNTRADED, UNTRADED_OWNER, type Role, type UntradedAccount } from './cast';
import { deliver } from './deliver';
import { SERVER } from './firm';

/** Whole days are gathered in one message: a start should not take minutes. */
const DAYS_PER_MESSAGE = 3;
const SIDE_BY_SIDE = 4;

export async function seedHistory(context: SeedContext, connectionId: string, until: number): Promise<void> {
  const trader = context.logins.find((login) => login.role === 'trader')?.email ?? 'trader@tideline.test';
  const cast = seedCast(trader);
  const limit = pLimit(SIDE_BY_SIDE);
  let done = 0;
  const played = cast.map((role) =>
    limit(async () => {
      await openTraded(role, connectionId, until);
      const messages = await storyMessages(context, role, until);
      for (const message of messages) await record(connectionId, message);
      done += 1;
      if (done % 10 === 0) context.log(`Seeding: ${done} of ${cast.length} accounts have traded`);
    }),
  );
  // The first failure is the one worth reading: what has not begun is not begun any more.
  await Promise.all(played).finally(() => limit.clearQueue());
  for (const account of UNTRADED) await openUntraded(account, connectionId, until);
}

const WEEK = 7 * 86_400_000;
const firstDay = (until: number, weeksBefore = 0): string => daysBefore(until - weeksBefore * WEEK, TRADING_DAYS)[0] ?? '';

async function openTraded({ person, product_id, phase_position, weeks_before }: Role, connection_id: string, until: number): Promise<void> {
  await openAccount({ connection_id, server: SERVER, ...person, product_id, phase_position }, firstDay(until, weeks_before));
}

async function openUntraded({ opened_on, ...account }: UntradedAccount, connection_id: string, until: number): Promise<void> {
  await openAccount({ connection_id, ...UNTRADED_OWNER, ...account, phase_position: 1 }, opened_on ?? firstDay(until));
}

async function openAccount(account: Record<string, string | number>, day: string): Promise<void> {
  const { error } = await serviceClient().rpc('open_account', { p: { ...account, platform: 'mt5', now: `${day}T00:00:00.000Z` } });
  if (error) throw new Error(`the demo account ${account.login} could not be opened: ${error.message}`);
}

/** The story begins where the account was opened, so a seed that is run again on another day tells the same one. */
async function storyMessages(context: SeedContext, role: Role, until: number): Promise<StoryMessage[]> {
  const [account] = await queryRows<{ activated_at: Date; initial_balance_cents: string; currency: string }>(
    context.dbUrl,
    'select activated_at, initial_balance_cents::text, currency from public.accounts where platform = $1 and server = $2 and login = $3',
    ['mt5', SERVER, role.person.login],
  );
  if (!account) throw new Error(`the demo account ${role.person.login} is missing`);
  return messagesOf({
    seed: SEED,
    account: { platform: 'mt5', server: SERVER, login: role.person.login, currency: account.currency, digits: 2 },
    initial_cents: parseInt(account.initial_balance_cents, 10),
    hit_rate: HIT_RATE,
    days: daysFrom(account.activated_at.getTime(), until, TRADING_DAYS),
    profile: role.profile,
    days_per_message: DAYS_PER_MESSAGE,
  });
}

async function record(connectionId: string, message: StoryMessage): Promise<void> {
  await deliver(connectionId, message.webhook_id, message.body, message.at);
}
