// What stands beside a field of the editor: what a choice means, how a list or a table is written, what a share is. Pure: only spelling, and
// whatever has no words yet is shown by its own name.
import type { DraftField } from '@/lib/challenges/draft-fields';

const CHOICES: Record<string, string> = {
  ...{ review: 'a person', automatic: 'the system', funded: 'the funded account', soft_breach: 'a soft breach' },
  ...{ initial: 'the balance it began with', reference: 'what the day is measured from', hwm: 'the highest it has reached' },
  ...{ balance: 'the balance', equity: 'the equity', max_balance_equity: 'the higher of balance and equity' },
  ...{ intraday_equity_high: 'the highest equity of the day', min: 'the lower of balance and equity' },
  ...{ fail: 'fails the account', block: 'blocks the account', pause: 'pauses trading', flag: 'is flagged for review' },
  ...{ payout_gate: 'holds payouts', static: 'nothing, it stays', trailing_eod_balance: 'the highest balance at the end of a day' },
  ...{ trailing_closed_balance: 'the highest balance', trailing_intraday_equity: 'the highest equity' },
  ...{ none: 'nothing', hwm_minus_payout: 'the peak is lowered by it', floor_to_initial: 'the floor moves to the start and stays' },
  ...{ allowance_minus_trader_share: 'the floor rises by the trader’s share' },
  ...{ first_trade: 'the first trade', assigned: 'the day it was handed over', day: 'day', trade: 'trade' },
  ...{ lt: 'less than', lte: 'at most', gt: 'more than', gte: 'at least' },
  ...{ net_total: 'all profit less all loss', sum_positive: 'the profits alone', profit_target: 'the profit target' },
  ...{ all: 'the start', since_last_payout: 'the last payout', open_loss: 'the open loss', position_size: 'the size of the position' },
  ...{ open: 'opening', open_and_close: 'opening and closing', close: 'closing', held: 'holding', day_profit: 'the profit of the day' },
  ...{ auto_close: 'everything is closed', inclusive: 'belong to the window', exclusive: 'lie outside it' },
};

/** "the highest it has reached (hwm)": the words for people, the name for whoever reads the document. */
export function choiceText(value: string): string {
  const words = CHOICES[value];
  return words === undefined || words === value ? value.replaceAll('_', ' ') : `${words} (${value})`;
}

const WRITTEN: Record<string, string> = {
  tiers: 'Pairs of the profit paid up to and the share above it, the last without an end: [["10000.00", "0.80"], [null, "0.90"]].',
  per_symbol: 'Each symbol with its lots: {"XAUUSD": "2.00"}.',
  levels: 'Pairs of a profit and the contracts from there on: [["0.00", 3], ["1500.00", 5]].',
  windows: 'Days of the week (1 is Monday) with times: [{"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "17:00"}].',
  exceptions: 'Each kind of symbol, exempt or with a time of its own: {"crypto": "exempt", "index": {"time": "21:00"}}.',
  instruments_by_event: 'Each event with the symbols it moves, * for any letters: {"US NFP": ["*USD*"]}.',
  'probation.gates': 'payout, scaling, or both, with a comma between.',
  targets: 'Fractions with commas between, one for each payout: 0.05, 0.10.',
  group_by: 'symbol, side, or both, with a comma between.',
  phases: 'Names of phases, with commas between, such as evaluation, funded.',
  exempt_types: 'Account types, with commas between, such as swing.',
  days: 'Numbers with commas between, 1 is Monday: 1, 2, 3, 4, 5.',
  weekdays: 'Numbers with commas between, 1 is Monday: 1, 2, 3, 4, 5.',
};
const SHARE = /(_pct|\.pct|_share|threshold|\.split|share_of_balance|bands\.\w+)$/;

/** How the field is written; null where its name says it all. */
export function fieldHelp({ path, kind }: Pick<DraftField, 'path' | 'kind'>): string | null {
  const name = path.replace(/^rules\.[a-z-]+\[\d+\]\.|^payout\./, '');
  if (kind === 'json') return WRITTEN[name] ?? 'As JSON.';
  if (kind === 'list') return WRITTEN[name] ?? 'Separated by commas.';
  return kind === 'text' && SHARE.test(path) ? 'A fraction: 0.05 is 5 %.' : null;
}
