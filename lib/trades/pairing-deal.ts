// What pairing works on: a deal as every platform of the MetaTrader family books it, and what comes out of it. Amounts are minor
// units with the broker's signs (a cost is negative); volumes are units of 1e-8 so that shares are cut exactly.
import { centsFromBigint, type Cents } from '@/lib/money';

export type Side = 'buy' | 'sell';

export interface Deal {
  /** The platform's ticket: the event's external id, whichever way the deal reaches us. */
  id: string;
  /** How a person finds it in the file. */
  where: string;
  at: number;
  wall: string;
  side: Side;
  direction: 'in' | 'out' | 'in-out' | 'out-by';
  symbol: string;
  volume: bigint;
  price: string;
  order_id: string | null;
  /** Where the platform says it (MetaTrader's servers do, its exports do not). */
  position_id?: string;
  commission_cents: Cents;
  fee_cents: Cents;
  swap_cents: Cents;
  profit_cents: Cents;
  comment: string;
}

/** A row of the report's Positions section: it names what the deals table leaves out. */
export interface PositionRow {
  where: string;
  position_id: string;
  symbol: string;
  side: Side;
  volume: bigint;
  opened_at: number;
  open_price: string;
  closed_at: number;
  close_price: string;
  stop_loss: string | null;
  take_profit: string | null;
  profit_cents: Cents;
}

/** A deal, or the part of a reversal, that opens or enlarges a position. Its costs leave the balance now and belong to the slices. */
export interface Opening {
  kind: 'opened' | 'enlarged';
  deal: Deal;
  position_id: string;
  side: Side;
  /** Of the whole position after this deal. */
  volume: bigint;
  open_price: string;
  stop_loss: string | null;
  take_profit: string | null;
  costs: Costs;
}

export interface Slice {
  kind: 'slice';
  deal: Deal;
  position_id: string;
  open_deal_ids: string[];
  side: Side;
  volume: bigint;
  /** Null where the opening is not in the file: rules that need it answer "unknown". */
  opened_at: number | null;
  open_price: string;
  stop_loss: string | null;
  take_profit: string | null;
  /** What the closing deal itself was charged. */
  own: Costs;
  /** This slice's share of what the opening was charged. */
  share: Costs;
  is_final: boolean;
}

export interface Costs {
  commission: number;
  fee: number;
  swap: number;
}

export type Paired = Opening | Slice;

export const NO_COSTS: Costs = { commission: 0, fee: 0, swap: 0 };

export function addCosts(a: Costs, b: Costs): Costs {
  return { commission: a.commission + b.commission, fee: a.fee + b.fee, swap: a.swap + b.swap };
}

export function subtractCosts(a: Costs, b: Costs): Costs {
  return { commission: a.commission - b.commission, fee: a.fee - b.fee, swap: a.swap - b.swap };
}

/** The part of the costs that belongs to `volume` of `total`, each cut toward zero. */
export function shareOf(costs: Costs, volume: bigint, total: bigint): Costs {
  const cut = (amount: number): Cents => centsFromBigint((BigInt(amount) * volume) / total);
  return { commission: cut(costs.commission), fee: cut(costs.fee), swap: cut(costs.swap) };
}

export function costsOf(deal: Deal): Costs {
  return { commission: deal.commission_cents, fee: deal.fee_cents, swap: deal.swap_cents };
}
