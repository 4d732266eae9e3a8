// The exports of each platform as data: which headings carry what. Adding a report is adding an entry here and a sample in the tests.
// Headings are those of public descriptions and published files; where only one of them was seen, the sample's page says so.
import type { Platform } from '@/lib/trades/event';
import type { TableShape } from './file-table';
import type { DateOrder } from './file-value';

interface LayoutBase extends TableShape {
  /** As it is told to people: "Tradovate Fills". */
  report: string;
  platform: Platform;
  /** How its dates are written; null where that follows the settings of whoever exported it. */
  dates: DateOrder | null;
}
/** One line a fill (or an order that was filled): slices are made by pairing. */
export interface FillLayout extends LayoutBase {
  kind: 'fills';
  /** The commission cell is the price of one contract, not of the line. */
  isRate: boolean;
}
/** One line a closing slice with its result. */
export interface SliceLayout extends LayoutBase {
  kind: 'slices';
  /** The id names the position, so its partial closes share it and the close has to tell them apart. */
  isPositionId: boolean;
}
/** One line a pair of fills, as the platform itself paired them. */
export interface PairLayout extends LayoutBase {
  kind: 'pairs';
}
/** One line a movement of the balance, with what stood there afterwards: what the report of fills leaves out. */
export interface LedgerLayout extends LayoutBase {
  kind: 'ledger';
}
/** Known, and no source of trades: the sentence says which report is. */
interface RefusedLayout extends LayoutBase {
  kind: 'refused';
  because: string;
}
export type Layout = FillLayout | SliceLayout | PairLayout | LedgerLayout | RefusedLayout;

const NEEDED_FILL = ['id', 'time', 'side', 'volume', 'price', 'symbol'] as const;

const TRADOVATE: readonly Layout[] = [
  {
    kind: 'fills',
    report: 'Tradovate Fills',
    platform: 'tradovate',
    // The columns with an underscore are the platform's own: its time is UTC, while the column people read is local.
    headings: {
      id: ['_id', 'fill id'],
      order: ['_orderid', 'order id'],
      time: ['_timestamp'],
      session: ['_tradedate'],
      side: ['_action', 'b/s'],
      volume: ['_qty', 'quantity'],
      price: ['_price', 'price'],
      symbol: ['contract'],
      account: ['account'],
      account_id: ['_accountid'],
      active: ['_active'],
      commission: ['commission'],
    },
    needed: [...NEEDED_FILL, 'commission', 'account'],
    dates: 'mdy',
    isRate: false,
  },
  {
    kind: 'pairs',
    report: 'Tradovate Performance',
    platform: 'tradovate',
    headings: {
      ...{ buy: ['buyfillid'], sell: ['sellfillid'], volume: ['qty'], buy_price: ['buyprice'], sell_price: ['sellprice'] },
      ...{ symbol: ['symbol'], result: ['pnl'], bought: ['boughttimestamp'], sold: ['soldtimestamp'] },
    },
    needed: ['buy', 'sell', 'volume', 'buy_price', 'sell_price', 'symbol', 'result', 'bought', 'sold'],
    dates: 'mdy',
  },
  {
    kind: 'refused',
    report: 'Tradovate Orders',
    platform: 'tradovate',
    headings: { order: ['order id'], status: ['status'], price: ['avg fill price'] },
    needed: ['order', 'status', 'price'],
    dates: 'mdy',
    because: 'it has one line an order, with neither fills nor commissions: export the report "Fills" instead',
  },
  {
    kind: 'ledger',
    report: 'Tradovate Cash History',
    platform: 'tradovate',
    headings: {
      ...{ account: ['account'], id: ['transaction id'], time: ['timestamp'], delta: ['delta'], amount: ['amount'] },
      ...{ type: ['cash change type'], currency: ['currency'] },
    },
    needed: ['account', 'id', 'time', 'delta', 'amount', 'type', 'currency'],
    dates: 'mdy',
  },
];

const NINJATRADER: readonly Layout[] = [
  {
    kind: 'fills',
    report: 'NinjaTrader Executions',
    platform: 'ninjatrader',
    headings: {
      id: ['id'],
      order: ['order id'],
      time: ['time'],
      side: ['action'],
      volume: ['quantity'],
      price: ['price'],
      symbol: ['instrument'],
      account: ['account', 'account display name'],
      entry: ['e/x'],
      commission: ['commission'],
    },
    needed: [...NEEDED_FILL, 'entry'],
    dates: null,
    isRate: false,
  },
  {
    kind: 'refused',
    report: 'NinjaTrader Executions without their ids',
    platform: 'ninjatrader',
    headings: { symbol: ['instrument'], side: ['action'], entry: ['e/x'] },
    needed: ['symbol', 'side', 'entry'],
    dates: null,
    because: 'its lines have no id to know them by again: show the columns ID, Time, Quantity and Price in the grid and export it again',
  },
  {
    kind: 'refused',
    report: 'NinjaTrader Trades',
    platform: 'ninjatrader',
    headings: { number: ['trade number', 'trade-#'], symbol: ['instrument'], result: ['profit'] },
    needed: ['number', 'symbol', 'result'],
    dates: null,
    because: 'its lines have no id to know them by again: set Display to Executions and export that grid',
  },
];

const RITHMIC: readonly Layout[] = [
  {
    kind: 'fills',
    report: 'Rithmic Completed Orders',
    platform: 'rithmic',
    // Orders that still work stand above, under a heading of the same words.
    section: 'completed orders',
    headings: {
      id: ['order number'],
      time: ['update time*'],
      side: ['buy/sell'],
      volume: ['qty filled'],
      price: ['avg fill price'],
      symbol: ['symbol'],
      account: ['account'],
      status: ['status'],
      commission: ['commission fill rate'],
    },
    needed: [...NEEDED_FILL, 'status', 'account'],
    dates: 'mdy',
    isRate: true,
  },
];

const SLICE = {
  symbol: ['symbol'],
  side: ['side', 'opening direction'],
  opened: ['open time', 'opentime', 'opening time*', 'entry time*'],
  closed: ['close time', 'time', 'closing time*'],
  volume: ['volume', 'closing quantity', 'closing quantity (lots)', 'quantity'],
  open_price: ['open price', 'openprice', 'entry price'],
  close_price: ['close price', 'closeprice', 'closing price'],
  stop_loss: ['stop loss', 'stoploss'],
  take_profit: ['take profit', 'takeprofit'],
  swap: ['swap'],
  commission: ['commission', 'commissions'],
  reason: ['reason'],
} as const;
const NEEDED_SLICE = ['id', 'symbol', 'side', 'volume', 'closed', 'open_price', 'close_price', 'commission', 'swap'] as const;

export const MATCH_TRADER: SliceLayout = {
  kind: 'slices',
  report: 'Match-Trader Closed Positions',
  platform: 'match-trader',
  headings: { ...SLICE, id: ['id'], closing_order: ['closingorderid'], gross: ['profit'], net: ['netprofit'] },
  needed: [...NEEDED_SLICE, 'opened', 'gross'],
  dates: 'dmy',
  isPositionId: true,
};

const CTRADER: readonly Layout[] = [
  {
    kind: 'slices',
    report: 'cTrader History',
    platform: 'ctrader',
    headings: { ...SLICE, id: ['id', 'deal id'], position: ['position id'], gross: ['gross *'], net: ['net *'], balance: ['balance *'] },
    needed: [...NEEDED_SLICE, 'net'],
    dates: 'dmy',
    isPositionId: false,
  },
  {
    kind: 'refused',
    report: 'cTrader History with too few columns',
    platform: 'ctrader',
    headings: { symbol: ['symbol'], side: ['opening direction'], net: ['net *'] },
    needed: ['symbol', 'side', 'net'],
    dates: 'dmy',
    because: 'it lacks a column: show ID, Closing quantity, Commissions and Swap in the History and save it again',
  },
];

export const LAYOUTS: readonly Layout[] = [...TRADOVATE, ...NINJATRADER, ...RITHMIC, MATCH_TRADER, ...CTRADER];
