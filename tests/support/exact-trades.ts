// Trades of a demo whose money is not what their prices make: the move, times the lots, times the contract, to the cent.
import { SYMBOLS } from '@/supabase/local/seed/catalogue';

export interface TradedSlice {
  symbol: string;
  type: string;
  lots: string;
  open_price: string;
  close_price: string;
  gross_cents: number;
}
export const SLICES =
  'select symbol, type, lots::text, open_price::text, close_price::text, profit_loss_cents::int as gross_cents from public.trades order by id';

/** Every symbol of the demo is quoted in dollars, as its accounts are kept, so no rate comes between. */
export function notOfTheirPrices(slices: readonly TradedSlice[]): string[] {
  if (slices.length === 0) return ['there is no trade'];
  return slices.flatMap(({ symbol, type, lots, open_price, close_price, gross_cents }) => {
    const contract = Number(SYMBOLS.find(({ code }) => code === symbol)?.contract_size);
    const move = (Number(close_price) - Number(open_price)) * (type === 'buy' ? 1 : -1);
    const due = Math.round(move * Number(lots) * contract * 100);
    return due === gross_cents ? [] : [`${type} ${lots} ${symbol} from ${open_price} to ${close_price}: ${gross_cents} instead of ${due}`];
  });
}
