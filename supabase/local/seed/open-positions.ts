// What the demo firm's traders still hold: without it the firm would look flat, and exposure and crowding would be empty pages.
import { fixedText } from '@/lib/decimal';
import { queryRows } from '../database';
import type { SeedContext } from '../seeding';
import { deliverAll } from './deliver';
import { SERVER } from './firm';

const HOUR_MS = 3_600_000;
/** Cents as the wire writes them. */
const major = (cents: bigint): string => fixedText(cents, 2);
const MOST = 14;
/** By turns; a floating result in cents goes with each. */
const HELD = [
  { symbol: 'EURUSD', side: 'buy', volume: '0.80', open_price: '1.08420', stop_loss: '1.08200', floating: 4_160 },
  { symbol: 'XAUUSD', side: 'buy', volume: '0.30', open_price: '2631.40', stop_loss: '2622.00', floating: -5_220 },
  { symbol: 'EURUSD', side: 'buy', volume: '1.20', open_price: '1.08455', stop_loss: '1.08250', floating: 2_040 },
  { symbol: 'GBPUSD', side: 'sell', volume: '0.50', open_price: '1.26310', stop_loss: '1.26560', floating: -1_850 },
  { symbol: 'EURUSD', side: 'sell', volume: '0.40', open_price: '1.08510', stop_loss: '1.08700', floating: 1_120 },
] as const;

/** Two hold too much for their floor, in hundredths of the money left: one is critical and one calls for caution. */
const PRESSED = [94n, 86n];

interface Holder {
  login: string;
  balance_cents: string;
  headroom_cents: string;
}

/** Living accounts that are safe, and of which nobody has asked a payout: what waits for approval must be flat. */
const HOLDERS = `select a.login, f.balance_cents::text, f.headroom_cents::text from public.accounts a join public.account_facts f on f.account_id = a.id
  where a.server = $1 and a.status in ('active', 'live') and a.trading_off_reason is null and f.risk_state = 'safe' and f.used_bps = 0 and f.headroom_cents > 0 and f.last_event_at < $2
    and not exists (select from public.payouts p where p.account_id = a.id) and not exists (select from public.positions o where o.account_id = a.id)
  order by a.status = 'live' desc, md5(a.login) limit ${MOST}`;

/** Told twice they are known: each account tells of one position and one standing. */
export async function seedOpenPositions(context: SeedContext, connectionId: string, until: number): Promise<number> {
  // After the demo firm's own midnight in Prague, so that it is the running day they press on.
  const at = until - HOUR_MS / 2;
  const holders = await queryRows<Holder>(context.dbUrl, HOLDERS, [SERVER, new Date(at)]);
  for (const [index, holder] of holders.entries()) await hold(connectionId, holder, index, at);
  return holders.length;
}

async function hold(connectionId: string, { login, balance_cents, headroom_cents }: Holder, index: number, at: number): Promise<void> {
  const { floating: usual, ...held } = HELD[index % HELD.length] ?? HELD[0];
  const pressed = PRESSED[index];
  const floating = pressed === undefined ? BigInt(usual) : (-BigInt(headroom_cents) * pressed) / 100n;
  const size = pressed === undefined ? held : { ...held, volume: '9.00', stop_loss: undefined };
  const opened_at = new Date(at - (2 + (index % 4)) * HOUR_MS).toISOString();
  const occurred_at = new Date(at).toISOString();
  const account = { platform: 'mt5', server: SERVER, login };
  const position = { position_id: `held-${login}`, ...size, volume_unit: 'lot', opened_at };
  const equity = BigInt(balance_cents) + floating;
  const events = [
    { type: 'position.opened', data: { account, external_id: `held-${login}`, ...position } },
    {
      type: 'account.snapshot',
      data: {
        ...{ account, external_id: `held-${login}-standing`, occurred_at, balance: major(BigInt(balance_cents)), equity: major(equity) },
        ...{ sampling: 'poll', floating: major(floating), positions: [{ ...position, floating: major(floating), swap: '0.00' }] },
      },
    },
  ];
  const id = `held-${login}`;
  const answer = await deliverAll(connectionId, id, events, at);
  if (answer.includes('"refused"')) throw new Error(`the message ${id} was answered: ${answer.slice(0, 300)}`);
}
