// From where the demo firm's traders come: homes, phones, a VPN, a rented server, a family, an office that is allowed, and two names at one
// machine. The logins go in by the webhook's own function, and who shares what the search finds by itself. All addresses are ones kept for examples.
import { scanBehaviour } from '@/lib/abuse/anomaly-scan';
import { readNetworks } from '@/lib/abuse/networks';
import { scanAccess } from '@/lib/abuse/shared-ip-scan';
import { allowNetwork, importNetworks } from '@/lib/abuse/shared-ip-write';
import { queryRows } from '../database';
import type { SeedContext } from '../seeding';
import { deliverAll } from './deliver';
import { SERVER } from './firm';
import { signIn } from './payouts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 27;
/** Two copycats of the same account are one hand at one machine, by one line. */
const ONE_HAND: ReadonlySet<string> = new Set(['730001', '730002']);

/** As a list of ranges is pasted in, read on the day given. */
const networks = (readOn: string) => `cidr,kind,source,read_on,owner
203.0.113.0/26,hosting,ranges.example,${readOn},Example Rack
203.0.113.64/27,vpn,ranges.example,${readOn},Example Tunnel
192.0.2.0/26,mobile,ranges.example,${readOn},Example Mobile
203.0.113.192/28,office,ranges.example,${readOn},Example Coworking Lisbon
2001:db8:f000::/36,hosting,ranges.example,${readOn},Example Rack`;

interface Visit {
  kind: 'login' | 'terminal';
  address: string;
  device: string;
  client: string;
  /** Days before today, and the hour. */
  day: number;
  hour: number;
}

/** Everybody comes home; what else they do goes by their place in the list, so that a second run tells the same. */
function visitsOf(login: string, place: number): Visit[] {
  const isHand = ONE_HAND.has(login);
  const home = isHand ? '198.51.100.7' : homeOf(place);
  const device = isHand ? 'CID-5A51F0' : `CID-${login}`;
  const at = (kind: Visit['kind'], address: string, machine: string, client: string, first: number, every: number): Visit[] =>
    Array.from({ length: Math.ceil((DAYS - first) / every) }, (_, n) => ({
      ...{ kind, address, device: machine, client, day: DAYS - first - n * every, hour: (7 + place + 3 * n) % 22 },
    }));
  const visits = at('terminal', home, device, 'MetaTrader 5 terminal', place % 3, 2);
  if (place % 3 === 0) visits.push(...at('login', `192.0.2.${1 + (place % 5)}`, `phone-${login}`, 'MetaTrader 5 iPhone', 1, 5));
  if (place % 7 === 2) visits.push(...at('login', `203.0.113.${70 + (place % 4)}`, device, 'MetaTrader 5 terminal', 2, 6));
  if (place % 9 === 4) visits.push(...at('terminal', '203.0.113.200', `desk-${login}`, 'MetaTrader 5 terminal', 3, 3));
  if (place === 11 || place === 12) visits.push(...at('terminal', '203.0.113.20', `CID-rack`, 'MetaTrader 5 terminal', 1, 2));
  return visits;
}

/** Places 15 and 16 are a family on one line of IPv6, 20 and 21 one on IPv4; the others live alone. */
function homeOf(place: number): string {
  if (place === 15 || place === 16) return `2001:db8:77:1::${place.toString(16)}`;
  if (place === 20 || place === 21) return '198.51.100.220';
  return place % 4 === 1 ? `2001:db8:77:${(place + 256).toString(16)}::1` : `198.51.100.${20 + place}`;
}

/** Answers how many pairs share something. What does not go as told is said, and leaves a firm that is one all the same. */
export async function seedAccess(context: SeedContext, connectionId: string, until: number): Promise<number> {
  try {
    const accounts = await queryRows<{ login: string; activated_at: Date }>(
      context.dbUrl,
      "select login, activated_at from public.accounts where server = $1 and activated_at is not null order by login like '73%' desc, login",
      [SERVER],
    );
    for (const [place, { login, activated_at }] of accounts.entries()) {
      const seen = visitsOf(login, place).map((visit) => ({ ...visit, at: until - visit.day * DAY_MS + visit.hour * HOUR_MS }));
      const fit = seen.filter(({ at }) => at > activated_at.getTime() && at < Date.now());
      if (fit.length > 0) await record(connectionId, login, fit);
    }
    await knowNetworks(context);
    await scanBehaviour(new Date());
    return (await scanAccess(new Date())).signals ?? 0;
  } catch (error) {
    context.log(`The story of who comes from where is not as told: ${error instanceof Error ? error.message : String(error)}`);
    return 0;
  }
}

async function record(connectionId: string, login: string, visits: readonly (Visit & { at: number })[]): Promise<void> {
  const id = `access-${login}`;
  const events = visits.map(({ at, kind, address, device, client }, index) => ({
    type: 'account.accessed',
    data: {
      account: { platform: 'mt5', server: SERVER, login },
      external_id: `a${index}`,
      kind,
      address,
      device,
      client,
      occurred_at: new Date(at).toISOString(),
    },
  }));
  const last = Math.max(...visits.map(({ at }) => at)) + 1_000;
  await deliverAll(connectionId, id, events, last);
}

async function knowNetworks(context: SeedContext): Promise<void> {
  const risk = await signIn(context, 'risk');
  const today = new Date();
  const day = (back: number) => new Date(today.getTime() - back * DAY_MS).toISOString().slice(0, 10);
  const list = readNetworks(networks(day(19)), day(0));
  if (!list.ok) throw new Error(list.refusal.message);
  const taken = await importNetworks(risk, list.value, true);
  if (!taken.ok) throw new Error(taken.refusal.message);
  const known = await queryRows<{ id: string }>(context.dbUrl, 'select id from public.ip_allowances limit 1', []);
  if (known.length > 0) return;
  const allowed = await allowNetwork(risk, {
    network: '203.0.113.200',
    reason: 'Coworking in Lisbon: we have met the people there.',
    days: 90,
  });
  if (!allowed.ok) throw new Error(allowed.refusal.message);
}
