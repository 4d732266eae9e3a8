// The positions that are open while deals are read, and what each deal does to one of them.
import type { Costs, Deal, Opening, PositionRow, Side, Slice } from './pairing-deal';
import { addCosts, shareOf, subtractCosts } from './pairing-deal';

export interface OpenPosition {
  position_id: string;
  order_id: string | null;
  symbol: string;
  side: Side;
  volume: bigint;
  opened_at: number;
  open_deal_ids: string[];
  /** Price times volume, in the price's own decimals: the weighted average is taken from it only when it is shown. */
  fills: { price: string; volume: bigint }[];
  row: PositionRow | null;
  /** Costs of the openings, and what they were charged on; shares are cut from these, the last slice takes what is left. */
  costs: Costs;
  costs_volume: bigint;
  costs_left: Costs;
}
export interface OpenBook {
  open: OpenPosition[];
  /** Report rows no opening has claimed yet. */
  free: PositionRow[];
}

export function openPosition(book: OpenBook, deal: Deal, row: PositionRow | null, volume: bigint, costs: Costs): Opening {
  if (row) book.free.splice(book.free.indexOf(row), 1);
  const position: OpenPosition = {
    position_id: deal.position_id ?? row?.position_id ?? deal.order_id ?? deal.id,
    order_id: deal.order_id,
    symbol: deal.symbol,
    side: deal.side,
    volume,
    opened_at: deal.at,
    open_deal_ids: [deal.id],
    fills: [{ price: deal.price, volume }],
    row,
    costs,
    costs_volume: volume,
    costs_left: costs,
  };
  book.open.push(position);
  return opening('opened', position, deal, costs);
}

export function enlarge(position: OpenPosition, deal: Deal, volume: bigint, costs: Costs): Opening {
  position.fills = [
    { price: averagePrice(position.fills), volume: position.volume },
    { price: deal.price, volume },
  ];
  position.volume += volume;
  position.open_deal_ids.push(deal.id);
  position.costs = addCosts(position.costs_left, costs);
  position.costs_left = position.costs;
  position.costs_volume = position.volume;
  return opening('enlarged', position, deal, costs);
}

function opening(kind: Opening['kind'], position: OpenPosition, deal: Deal, costs: Costs): Opening {
  const { position_id, side, volume } = position;
  return { kind, deal, position_id, side, volume, open_price: averagePrice(position.fills), ...stops(position.row), costs };
}

export function closeSlice(book: OpenBook, position: OpenPosition, deal: Deal, volume: bigint, own: Costs): Slice {
  const is_final = volume >= position.volume;
  const share = is_final ? position.costs_left : shareOf(position.costs, volume, position.costs_volume);
  position.costs_left = subtractCosts(position.costs_left, share);
  position.volume -= volume;
  if (is_final) book.open.splice(book.open.indexOf(position), 1);
  return {
    kind: 'slice',
    deal,
    position_id: position.position_id,
    open_deal_ids: [...position.open_deal_ids],
    side: position.side,
    volume,
    opened_at: position.opened_at,
    open_price: averagePrice(position.fills),
    ...stops(position.row),
    own,
    share,
    is_final,
  };
}

function stops(row: PositionRow | null): { stop_loss: string | null; take_profit: string | null } {
  return { stop_loss: row?.stop_loss ?? null, take_profit: row?.take_profit ?? null };
}

/** Average of the fills weighted by volume, half to even at three decimals beyond the finest fill; trailing zeros beyond it are dropped. */
function averagePrice(fills: { price: string; volume: bigint }[]): string {
  const only = fills[0];
  if (only && fills.every((fill) => fill.price === only.price)) return only.price;
  const decimals = Math.max(...fills.map((fill) => (fill.price.split('.')[1] ?? '').length));
  const scale = decimals + 3;
  const total = fills.reduce((sum, fill) => sum + fill.volume, 0n);
  const weighted = fills.reduce((sum, fill) => sum + scaled(fill.price, scale) * fill.volume, 0n);
  const twice = (weighted % total) * 2n;
  const floor = weighted / total;
  const rounded = twice > total || (twice === total && floor % 2n === 1n) ? floor + 1n : floor;
  const digits = rounded.toString().padStart(scale + 1, '0');
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return text.replace(/0{1,3}$/, '').replace(/\.$/, '');
}

function scaled(price: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = price.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}
