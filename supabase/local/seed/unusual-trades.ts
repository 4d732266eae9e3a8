// The trades behind the unusual accounts of the demo firm, and the way they come in: the webhook's own function, like everybody's.
import { boughtFor } from '../simulate/market';
import { deliverAll } from './deliver';
import { SERVER } from './firm';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface StoryTrade {
  /** Milliseconds since 1970. */
  closed: number;
  held: number;
  gross: string;
  volume: string;
  /** Of the program that opened it. */
  magic?: string;
}

/** Trading days before `until`, the first of them at most so many days back. */
function weekdays(until: number, daysBack: number): number[] {
  const days = Array.from({ length: daysBack }, (_, index) => until - (daysBack - index) * DAY_MS);
  return days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
}

/** One day that goes wrong, in two closed trades: the second breaks the daily limit. */
export function lossOfADay(until: number, daysBack: number, total: string): StoryTrade[] {
  const [day = until - daysBack * DAY_MS] = weekdays(until, daysBack + 2);
  const at = (hour: number) => day + hour * 60 * MINUTE_MS;
  return [
    { closed: at(10), held: 40 * MINUTE_MS, gross: '310.00', volume: '1.00' },
    { closed: at(14), held: 70 * MINUTE_MS, gross: total, volume: '6.25' },
  ];
}

/** One ordinary trade on each of the first few days. */
export function quietTrades(until: number, daysBack: number, days: number): StoryTrade[] {
  return weekdays(until, daysBack)
    .slice(0, days)
    .map((day, index) => ({
      closed: day + (11 + index) * 60 * MINUTE_MS,
      held: 55 * MINUTE_MS,
      gross: index === 2 ? '-85.00' : '140.00',
      volume: '0.50',
    }));
}

const A_DAY = 4;
const CALM_DAYS = 20;
const RUSH = 20;

/** Weeks of calm trading by hand, and then one day of quick, large trades that a program opened and that nearly all win. */
export function anomalousTrades(until: number): StoryTrade[] {
  const days = weekdays(until, 40);
  const calm = days.slice(0, CALM_DAYS).flatMap((day, place) =>
    Array.from({ length: A_DAY }, (_, nth): StoryTrade => {
      const held = (60 + ((7 * place + 11 * nth) % 40)) * MINUTE_MS;
      return { closed: day + (8 + 3 * nth) * 60 * MINUTE_MS, held, gross: (place + nth) % 2 === 0 ? '60.00' : '-52.00', volume: '0.50' };
    }),
  );
  const last = days.at(-1) ?? until - DAY_MS;
  const rush = Array.from({ length: RUSH }, (_, nth): StoryTrade => {
    const closed = last + 13 * 60 * MINUTE_MS + nth * 4 * MINUTE_MS;
    return { closed, held: 18_000 + nth * 500, gross: nth === 7 ? '-30.00' : '45.00', volume: '3.00', magic: '77120' };
  });
  return [...calm, ...rush];
}

const PER_MESSAGE = 80;

/** Told twice they are known: ids and bytes go by their place. */
export async function record(connectionId: string, login: string, trades: readonly StoryTrade[]): Promise<void> {
  for (let from = 0; from < trades.length; from += PER_MESSAGE) {
    const part = trades.slice(from, from + PER_MESSAGE);
    const events = part.map((trade, index) => ({ type: 'trade.closed', data: dataOf(login, `unusual-${login}-${from + index}`, trade) }));
    const last = Math.max(...part.map(({ closed }) => closed)) + 1_000;
    const id = `unusual-${login}-${from}`;
    await deliverAll(connectionId, id, events, last);
  }
}

function dataOf(login: string, id: string, { closed, held, gross, volume, magic }: StoryTrade) {
  return {
    account: { platform: 'mt5', server: SERVER, login },
    ...{ external_id: id, position_id: `P${id}`, symbol: 'EURUSD', side: 'buy', volume, volume_unit: 'lot' },
    ...{ opened_at: new Date(closed - held).toISOString(), closed_at: new Date(closed).toISOString() },
    ...{ ...boughtFor('EURUSD', gross, volume), gross, commission: '0.00', swap: '0.00', fee: '0.00', net: gross },
    ...{ currency: 'USD', is_final_slice: true, ...(magic ? { magic } : {}) },
  };
}
