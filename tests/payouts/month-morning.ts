// The night's and the morning's trades of the generated month: some told late, some taken back by the dealer days afterwards.
import { randomUUID } from 'node:crypto';
import type { WireEvent } from '../trades/wire-samples';
import type { Draw, World } from './month-day';
import { deal, takenBack, type Life } from './month-firm';

interface Part {
  events: WireEvent[];
  net: bigint;
  hasLost: boolean;
}

/** One account's part of a message, and what it moves in all. */
export function morning(life: Life, draw: Draw, date: string, day: number, met: World['met']): Part {
  const [events, sums]: [WireEvent[], bigint[]] = [[], []];
  const add = (event: WireEvent, net: bigint) => {
    events.push(event);
    sums.push(net);
  };
  for (const late of life.withheld.filter((one) => one.day === day)) {
    add(late.event, late.net);
    life.trades.push({ id: late.id, net: late.net, reversed: false });
    met('late trades');
  }
  for (let count = draw(3); count > 0; count -= 1) {
    const net = BigInt(draw(130_000) - 35_000) || 1n;
    const id = randomUUID();
    const event = deal(life, id, net, `${date}T0${6 + count}:${10 + draw(49)}:00.000Z`);
    if (draw(100) < 12) life.withheld.push({ id, event, net, day: day + 1 + draw(5) });
    else {
      add(event, net);
      life.trades.push({ id, net, reversed: false });
    }
    met('trades');
  }
  const wrong = life.trades.filter(({ reversed }) => !reversed).at(draw(50) - 50);
  if (wrong && draw(100) < 12 && !events.some(({ data }) => data.external_id === wrong.id)) {
    wrong.reversed = true;
    add(takenBack(life, wrong.id, `${date}T11:00:00.000Z`), -wrong.net);
    met('cancelled trades');
  }
  return { events, net: sums.reduce((a, b) => a + b, 0n), hasLost: sums.some((net) => net < 0n) };
}
