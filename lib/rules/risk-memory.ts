// What the risk of one idea is limited to and what is remembered for it, however it is measured.
import type { Rational } from '@/lib/decimal';
import type { Judged, Tested } from '@/lib/rules/rule';
import type { TradeBook } from '@/lib/rules/trade-book';

export interface RiskPerTradeParams {
  basis: 'open_loss' | 'position_size';
  limit_pct: Rational;
  group_by: ('symbol' | 'side' | 'position')[];
  gross_losses_only: boolean;
  touch_is_breach: boolean;
  max_loss_per_closed_trade_pct?: Rational;
}
export interface RiskMemory {
  book: TradeBook;
  /** Open positions whose result somebody reported. */
  seen: Record<string, true>;
  /** Groups told of on the present trading day. */
  told: string[];
  found: Tested[];
}
export type Risk = Judged<RiskPerTradeParams>;
