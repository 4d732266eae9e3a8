// Three more traders of the demo firm: two who copy one account, late by a second or two, and one who takes the other side of another. Their
// trades come by the webhook's own function like everybody's; that they are one hand the search for it finds by itself.
import { rescanCopies } from '@/lib/abuse/copy-scan';
import { serviceClient } from '@/lib/db/clients';
import { cents, formatMoney, money } from '@/lib/money';
import { queryRows } from '../database';
import type { SeedContext } from '../seeding';
import { lotsText } from '../simulate/market';
import { deliverAll } from './deliver';
import { SERVER } from './firm';

interface Copycat {
  name: string;
  login: string;
  /** Whose trades: the busiest account first. */
  follows: number;
  late_ms: number;
  /** Of the volume, and of the money with it: a half or all. */
  halves: 1 | 2;
  opposite: boolean;
  /** Every so manieth trade is left out. */
  misses: number;
}
const COPYCATS: readonly Copycat[] = [
  { name: 'Milo Brandt', login: '730001', follows: 0, late_ms: 1_200, halves: 2, opposite: false, misses: 9 },
  { name: 'Ines Duval', login: '730002', follows: 0, late_ms: 2_300, halves: 1, opposite: false, misses: 5 },
  { name: 'Otto Krieg', login: '730003', follows: 1, late_ms: 3_100, halves: 2, opposite: true, misses: 7 },
];
const LEADERS = 2;
const PER_MESSAGE = 100;

interface Trade {
  symbol: string;
  type: 'buy' | 'sell';
  lots: string;
  open_price: string;
  close_price: string;
  opened: Date;
  closed: Date;
  gross: number;
}

export async function seedCopycats(context: SeedContext, connectionId: string, until: number): Promise<number> {
  // Accounts that others of this story were copied from already are not copied twice, so a second run tells the same.
  const leaders = await queryRows<{ id: string; activated_at: Date }>(
    context.dbUrl,
    `select a.id, a.activated_at from public.accounts a join public.challenge_types c on c.id = a.challenge_type_id join public.trades t on t.account_id = a.id join public.traders r on r.id = a.trader_id
     where a.server = $1 and a.login not like '73000_' and r.auth_user_id is null and c.product_id = 'classic-100k' and a.status = 'active' and t.open_time > $2
     group by a.id order by count(*) desc, a.id limit $3`,
    [SERVER, new Date(until - 30 * 86_400_000).toISOString(), LEADERS],
  );
  for (const one of COPYCATS) {
    const leader = leaders[one.follows];
    if (leader === undefined) continue;
    await open(one, connectionId, leader.activated_at);
    const trades = await queryRows<Trade>(
      context.dbUrl,
      `select t.symbol, t.type, t.lots::text, t.open_price::text, t.close_price::text, t.open_time as opened, t.close_time as closed, t.profit_loss_cents::int as gross
       from public.trades t where t.account_id = $1 and t.reverses_id is null and t.open_time is not null order by t.close_time, t.id`,
      [leader.id],
    );
    const copied = trades.filter((_, index) => index % one.misses !== 0);
    for (let k = 0; k < copied.length; k += PER_MESSAGE) await record(connectionId, one, k, copied.slice(k, k + PER_MESSAGE));
  }
  return (await rescanCopies(new Date())).pairs_alike;
}

async function open({ name, login }: Copycat, connection_id: string, now: Date): Promise<void> {
  const email = `${name.toLowerCase().replace(' ', '.')}@traders.tideline.test`;
  const account = { platform: 'mt5', server: SERVER, login, product_id: 'classic-100k', phase_position: 1 };
  const { error } = await serviceClient().rpc('open_account', {
    p: { ...account, connection_id, email, full_name: name, now: now.toISOString() },
  });
  if (error) throw new Error(`the demo account ${login} could not be opened: ${error.message}`);
}

function eventOf({ login, late_ms, halves, opposite }: Copycat, trade: Trade, place: number) {
  const id = `copycat-${login}-${place}`;
  const later = (at: Date) => new Date(at.getTime() + late_ms).toISOString();
  const side = opposite === (trade.type === 'buy') ? 'sell' : 'buy';
  const whole = Math.max(1, money(trade.lots, 2));
  const volume = Math.max(1, Math.trunc((whole * halves) / 2));
  // The same move of the price on that many hundredths of a lot, each of which earned whole cents.
  const gross = formatMoney(cents(Math.trunc((trade.gross * volume) / whole) * (opposite ? -1 : 1)), 2);
  const data = {
    account: { platform: 'mt5', server: SERVER, login },
    ...{ external_id: id, position_id: `P${id}`, symbol: trade.symbol, side, volume: lotsText(volume) },
    ...{ volume_unit: 'lot', opened_at: later(trade.opened), closed_at: later(trade.closed), open_price: trade.open_price },
    ...{ close_price: trade.close_price, gross, commission: '0.00', swap: '0.00', fee: '0.00', net: gross, currency: 'USD' },
    is_final_slice: true,
  };
  return { type: 'trade.closed', data };
}

async function record(connectionId: string, one: Copycat, from: number, trades: readonly Trade[]): Promise<void> {
  const id = `copycat-${one.login}-${from}`;
  const last = Math.max(...trades.map(({ closed }) => closed.getTime())) + one.late_ms + 1_000;
  const events = trades.map((trade, index) => eventOf(one, trade, from + index));
  await deliverAll(connectionId, id, events, last);
}
