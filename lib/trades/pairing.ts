// Pairs deals into positions and their closing slices. Why it is not trivial: an export names no position on its deals, a hedging
// account may hold several positions of one symbol, a netting account has one that may be enlarged or turned round by a single deal,
// and the cost of an opening belongs to the slices that close it.
import type { Deal, Paired, PositionRow, Slice } from './pairing-deal';
import { addCosts, costsOf, NO_COSTS, shareOf, subtractCosts } from './pairing-deal';
import { chooseClosed, chooseRow } from './pairing-choice';
import { closeSlice, enlarge, openPosition, type OpenBook } from './pairing-book';

type AccountMode = 'hedging' | 'netting';

/** Deals in the order they happened; `rows` are the report's own positions where the file has them. */
export function pairDeals(deals: Deal[], rows: PositionRow[], mode: AccountMode | null): Paired[] {
  const book: OpenBook = { open: [], free: [...rows] };
  const netting = (mode ?? guessMode(deals)) === 'netting';
  return deals.flatMap((deal) => {
    if (deal.direction === 'in') return [takeIn(book, deal, netting)];
    if (deal.direction === 'in-out') return turnRound(book, deal);
    return [takeOut(book, deal, netting)];
  });
}

/** A file that does not say: only a netting account turns round, or closes more at once than any single deal opened. */
function guessMode(deals: Deal[]): AccountMode {
  const largest = new Map<string, bigint>();
  for (const deal of deals) {
    if (deal.direction === 'in-out') return 'netting';
    const key = `${deal.symbol} ${deal.side}`;
    const closes = `${deal.symbol} ${deal.side === 'buy' ? 'sell' : 'buy'}`;
    if (deal.direction === 'in' && deal.volume > (largest.get(key) ?? 0n)) largest.set(key, deal.volume);
    if (deal.direction === 'out' && deal.volume > (largest.get(closes) ?? deal.volume)) return 'netting';
  }
  return 'hedging';
}

function takeIn(book: OpenBook, deal: Deal, netting: boolean): Paired {
  const known = book.open.find(
    (position) =>
      position.symbol === deal.symbol &&
      position.side === deal.side &&
      (netting || (deal.position_id !== undefined ? position.position_id === deal.position_id : sameOrder(position.order_id, deal))),
  );
  if (known) return enlarge(known, deal, deal.volume, costsOf(deal));
  return openPosition(book, deal, chooseRow(book.free, deal), deal.volume, costsOf(deal));
}

/** One order filled in several deals is one position on a hedging account. */
function sameOrder(order: string | null, deal: Deal): boolean {
  return order !== null && order === deal.order_id;
}

function takeOut(book: OpenBook, deal: Deal, netting: boolean): Paired {
  const position = chooseClosed(book.open, deal, netting);
  if (!position) return withoutOpening(book, deal);
  return closeSlice(book, position, deal, deal.volume, costsOf(deal));
}

/** A reversal closes everything and opens the rest the other way, under the same id; its costs are split by volume. */
function turnRound(book: OpenBook, deal: Deal): Paired[] {
  const position = book.open.find((candidate) => candidate.symbol === deal.symbol && candidate.side !== deal.side);
  if (!position) return [withoutOpening(book, deal)];
  const closing = position.volume < deal.volume ? position.volume : deal.volume;
  const rest = deal.volume - closing;
  const spread = { commission: deal.commission_cents, fee: deal.fee_cents, swap: 0 };
  const share = rest > 0n ? shareOf(spread, closing, deal.volume) : spread;
  const slice = closeSlice(book, position, deal, closing, addCosts(share, { ...NO_COSTS, swap: deal.swap_cents }));
  if (rest === 0n) return [slice];
  const opened = openPosition(book, { ...deal, position_id: position.position_id }, null, rest, subtractCosts(spread, share));
  return [slice, opened];
}

/** Closed here, opened before the file begins. The report's own Positions row may still know when and where. */
function withoutOpening(book: OpenBook, deal: Deal): Slice {
  const side = deal.side === 'buy' ? 'sell' : 'buy';
  const row = book.free.find(
    (free) => free.symbol === deal.symbol && free.side === side && free.closed_at >= deal.at && free.opened_at < deal.at,
  );
  return {
    kind: 'slice',
    deal,
    position_id: deal.position_id ?? row?.position_id ?? deal.order_id ?? deal.id,
    open_deal_ids: [],
    side,
    volume: deal.volume,
    opened_at: row?.opened_at ?? null,
    open_price: row?.open_price ?? deal.price,
    stop_loss: row?.stop_loss ?? null,
    take_profit: row?.take_profit ?? null,
    own: costsOf(deal),
    share: NO_COSTS,
    is_final: row === undefined || row.closed_at === deal.at,
  };
}
