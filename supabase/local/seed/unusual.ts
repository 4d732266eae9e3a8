// What an office meets besides the ordinary: accounts somebody decided about against the system, a funded one still on probation, one that
// suddenly trades like another hand, and groups to watch. All of it goes the way real deeds go, under names of the demo firm's own people.
import { scanBehaviour } from '@/lib/abuse/anomaly-scan';
import { decideTransition, performDeed } from '@/lib/accounts/deed-write';
import { addToGroup } from '@/lib/accounts/group-write';
import type { GroupKind } from '@/lib/accounts/group';
import { serviceClient } from '@/lib/db/clients';
import { readSecondPersonRequests } from '@/lib/reviews/read';
import { decideViolation } from '@/lib/violations/write';
import { queryRows } from '../database';
import type { SeedContext } from '../seeding';
import { signIn } from './payouts';
import { anomalousTrades, DAY_MS, lossOfADay, quietTrades, record, type StoryTrade } from './unusual-trades';
import { SERVER } from './firm';

interface Story {
  name: string;
  login: string;
  product: string;
  phase: number;
  openedDaysAgo: number;
  trades: (until: number) => StoryTrade[];
}
const STORIES: readonly Story[] = [
  {
    name: 'Ivo Maric',
    login: '740001',
    product: 'classic-100k',
    phase: 1,
    openedDaysAgo: 20,
    trades: (until) => lossOfADay(until, 6, '-5600.00'),
  },
  {
    name: 'Zoe Keller',
    login: '740002',
    product: 'classic-100k',
    phase: 1,
    openedDaysAgo: 20,
    trades: (until) => lossOfADay(until, 3, '-5350.00'),
  },
  {
    name: 'Hugo Lang',
    login: '740003',
    product: 'classic-100k',
    phase: 1,
    openedDaysAgo: 20,
    trades: (until) => quietTrades(until, 12, 5),
  },
  { name: 'Clara Voss', login: '740004', product: 'goat-50k', phase: 2, openedDaysAgo: 9, trades: (until) => quietTrades(until, 8, 4) },
  { name: 'Rosa Blum', login: '740005', product: 'goat-50k', phase: 1, openedDaysAgo: 45, trades: anomalousTrades },
];

const GROUPS: readonly { name: string; kind: GroupKind; pick: string }[] = [
  { name: 'Second chances', kind: 'watch', pick: `select id from public.accounts where login in ('740001', '740002') and server = $1` },
  { name: 'One hand', kind: 'copies', pick: `select id from public.accounts where login in ('730001', '730002') and server = $1` },
  {
    name: 'Close to a floor',
    kind: 'watch',
    pick: 'select id from public.accounts_list where server = $1 and is_alive and headroom_cents is not null order by headroom_cents, id limit 6',
  },
];

/** Answers how much of it is there to be looked at. What does not go as told is said, and leaves a firm that is one all the same. */
export async function seedUnusual(context: SeedContext, connectionId: string, until: number): Promise<number> {
  let told = 0;
  const tell = async (what: string, part: () => Promise<unknown>) => {
    try {
      await part();
      told += 1;
    } catch (error) {
      context.log(`${what} is not as its story says: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const story of STORIES)
    await tell(`The account of ${story.name}`, async () => {
      await open(story, connectionId, until);
      await record(connectionId, story.login, story.trades(until));
    });
  await tell('The reinstated account', () => reinstate(context));
  await tell('The contested verdict', () => contest(context));
  await tell('The account failed by hand', () => failByHand(context));
  await tell('What stands out', () => scanBehaviour(new Date()));
  for (const group of GROUPS) await tell(`The group ${group.name}`, () => gather(context, group));
  return told;
}

async function open({ name, login, product, phase, openedDaysAgo }: Story, connection_id: string, until: number): Promise<void> {
  const email = `${name.toLowerCase().replace(' ', '.')}@traders.tideline.test`;
  const account = { platform: 'mt5', server: SERVER, login, product_id: product, phase_position: phase };
  const now = new Date(until - openedDaysAgo * DAY_MS).toISOString();
  const { error } = await serviceClient().rpc('open_account', { p: { ...account, connection_id, email, full_name: name, now } });
  if (error) throw new Error(error.message);
}

type Place = { id: string; status: string; version: number };

async function placeOf({ dbUrl }: SeedContext, login: string): Promise<Place> {
  const [row] = await queryRows<Place>(dbUrl, 'select id, status, version::int from public.accounts where login = $1 and server = $2', [
    login,
    SERVER,
  ]);
  if (!row) throw new Error(`there is no account ${login}`);
  return row;
}

/** Thrown where a deed was refused: the story tells so and the next one goes on. */
function must(outcome: { ok: true } | { ok: false; refusal: { code: string; message: string } }): void {
  if (!outcome.ok) throw new Error(`${outcome.refusal.code}: ${outcome.refusal.message}`);
}

/** Asked for by one and granted by another; told again, it stands. */
async function reinstate(context: SeedContext): Promise<void> {
  const { id, status, version } = await placeOf(context, '740001');
  if (status === 'active') return;
  const reason = 'Price spike of the feed: the broker took the fill back.';
  const [risk, admin] = [await signIn(context, 'risk'), await signIn(context, 'admin')];
  must(await performDeed(risk, { id, version, from: status, deed: 'reinstate', to: 'active', reason }));
  const [request] = await readSecondPersonRequests(admin, id);
  if (!request) throw new Error('nobody is asked');
  must(await decideTransition(admin, request.id, 'approved', 'Seen on the broker’s correction.'));
}

async function contest(context: SeedContext): Promise<void> {
  const { id: account } = await placeOf(context, '740002');
  const [verdict] = await queryRows<{ id: string; state: string }>(
    context.dbUrl,
    "select id, state from public.risk_violations where account_id = $1 and consequence = 'fail' order by breached_at limit 1",
    [account],
  );
  if (!verdict) throw new Error('nothing was broken');
  if (verdict.state !== 'confirmed') return;
  const reason = 'Price spike of the feed: the trader sent screenshots of another broker.';
  must(await decideViolation(await signIn(context, 'risk'), { id: verdict.id, state: 'withdrawn', seen: 'confirmed', reason }));
}

async function failByHand(context: SeedContext): Promise<void> {
  const { id, status, version } = await placeOf(context, '740003');
  if (status !== 'active') return;
  const reason = 'Account handed on: the person on the call is not the one on the papers.';
  must(await performDeed(await signIn(context, 'risk'), { id, version, from: status, deed: 'fail', to: null, reason }));
}

/** A group of that name is added to, so telling it twice makes one. */
async function gather(context: SeedContext, { name, kind, pick }: (typeof GROUPS)[number]): Promise<void> {
  const ids = (await queryRows<{ id: string }>(context.dbUrl, pick, [SERVER])).map(({ id }) => id);
  const known = await queryRows(context.dbUrl, 'select from public.account_groups where name = $1', [name]);
  if (ids.length === 0 || known.length > 0) return;
  const risk = await signIn(context, 'risk');
  const staffId = context.logins.find(({ role }) => role === 'risk')?.id ?? '';
  must(await addToGroup(risk, staffId, { name, kind, isShared: true, scope: { ids, address: '' } }));
}
