// Which position a deal belongs to, where the file does not say. The report's Positions rows are the best witness; without them a
// position of exactly the closed volume is taken before the oldest one, as MetaTrader closes positions whole far more often than in parts.
import type { Deal, PositionRow } from './pairing-deal';
import type { OpenPosition } from './pairing-book';

/** The report row an opening deal made: same symbol, side and second; price and volume decide between twins. */
export function chooseRow(rows: PositionRow[], deal: Deal): PositionRow | null {
  if (deal.position_id !== undefined) return rows.find((row) => row.position_id === deal.position_id) ?? null;
  const second = Math.floor(deal.at / 1000);
  const twins = rows.filter((row) => row.symbol === deal.symbol && row.side === deal.side && Math.floor(row.opened_at / 1000) === second);
  const score = (row: PositionRow): number =>
    (row.position_id === deal.order_id ? 8 : 0) + (row.open_price === deal.price ? 2 : 0) + (row.volume === deal.volume ? 1 : 0);
  return twins.sort((a, b) => score(b) - score(a))[0] ?? null;
}

export function chooseClosed(open: OpenPosition[], deal: Deal, netting: boolean): OpenPosition | null {
  const opposite = open.filter((position) => position.symbol === deal.symbol && position.side !== deal.side);
  if (deal.position_id !== undefined) return opposite.find((position) => position.position_id === deal.position_id) ?? null;
  if (netting) return opposite[0] ?? null;
  const large = opposite.filter((position) => position.volume >= deal.volume);
  return (
    large.map((position, age) => ({ position, age })).sort((a, b) => fit(b.position, deal) - fit(a.position, deal) || a.age - b.age)[0]
      ?.position ?? null
  );
}

/** How well closing this position agrees with the report row, the volume, and the sign of the result. */
function fit(position: OpenPosition, deal: Deal): number {
  const whole = position.volume === deal.volume;
  const signs = signAgrees(position, deal) ? 1 : 0;
  const { row } = position;
  if (!row) return (whole ? 2 : 0) + signs;
  const last = Math.floor(row.closed_at / 1000) === Math.floor(deal.at / 1000);
  if (last && whole) return 16 + (row.close_price === deal.price ? 8 : 0) + (row.profit_cents === deal.profit_cents ? 4 : 0) + signs;
  if (row.closed_at > deal.at && !whole) return 8 + signs;
  return signs - 8;
}

function signAgrees(position: OpenPosition, deal: Deal): boolean {
  const opened = position.fills[0]?.price ?? deal.price;
  const moved = compareDecimals(deal.price, opened) * (position.side === 'buy' ? 1 : -1);
  return moved === Math.sign(deal.profit_cents);
}

function compareDecimals(a: string, b: string): number {
  const scale = Math.max((a.split('.')[1] ?? '').length, (b.split('.')[1] ?? '').length);
  const units = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(scale, '0'));
  };
  const [left, right] = [units(a), units(b)];
  return left === right ? 0 : left > right ? 1 : -1;
}
