// What each number of a rule set is called by people. A field that two rules mean differently has words for each. Pure.

const SHARED: Record<string, string> = {
  ...{ 'limit.pct': 'Limit, as a share', 'limit.of': 'Share of what', 'limit.abs': 'Limit, as a sum of money' },
  ...{ 'amount.pct': 'Room, as a share', 'amount.of': 'Share of what', 'amount.abs': 'Room, as a sum of money' },
  ...{ reference: 'Measured from the day’s', measure: 'What is tested', touch_is_breach: 'Touching the floor breaks it' },
  ...{ consequence: 'What a breach does', 'reset.tz': 'Zone in which the day turns', 'reset.time': 'Time at which the day turns' },
  ...{ mode: 'What the floor follows', 'lock.offset': 'Floor stops this far above the start' },
  ...{ 'lock.trigger_profit_pct': 'Profit at which the floor jumps to its stop', stop_trailing_at_peak: 'Highest peak the floor follows' },
  ...{ payout_effect: 'What a payout does to the floor', starts: 'Counted from', tz: 'Zone', time: 'Time', op: 'How it is compared' },
  ...{ max_lots: 'Most lots', per_symbol: 'Most lots by symbol', mini_equivalent: 'Micro contracts in one mini' },
  ...{ lower_mult: 'Least multiple of the mean', upper_mult: 'Greatest multiple of the mean', levels: 'Profit and contracts by level' },
  ...{ action: 'What happens at the deadline', exceptions: 'Exceptions by kind of symbol', exempt_symbols: 'Symbols left out' },
  ...{ max: 'At most', min: 'At least', days: 'Days', threshold: 'Greatest share', min_s: 'Shortest holding, in seconds' },
};

const CONSISTENCY: Record<string, string> = {
  ...{ unit: 'Share of one', denominator: 'Share of what', window: 'Counted since' },
  ...{ 'running.threshold': 'Running share, greatest', 'running.op': 'Running share, how it is compared' },
  ...{
    'running.min_winning_trades': 'Running share, winners before it counts',
    'running.consequence': 'Running share, what a breach does',
  },
};

const BY_RULE: Record<string, Record<string, string>> = {
  consistency: CONSISTENCY,
  'max-period': { days: 'Trading days' },
  inactivity: { days: 'Days without a closed trade' },
  'risk-per-trade': {
    ...{ basis: 'What is weighed', limit_pct: 'Most at risk, as a share', group_by: 'Positions weighed together by' },
    ...{ gross_losses_only: 'Winners are not set off', max_loss_per_closed_trade_pct: 'Greatest loss of one closed trade, as a share' },
    touch_is_breach: 'Touching the limit breaks it',
  },
  'stop-loss-required': {
    ...{ sl_within_s: 'Stop set within, in seconds', max_risk_pct: 'Greatest planned risk, as a share' },
    combine_per_symbol: 'Positions of one symbol are summed',
  },
  'trading-hours': { windows: 'Hours of trading', applies_to: 'What must lie within them' },
  'weekend-holding': {
    ...{ dow: 'Flat by the day of the week (1 Monday to 7)', time: 'Flat by', 'reopens.dow': 'Open again on the day of the week' },
    ...{ 'reopens.time': 'Open again at', 'reopens.tz': 'Open again, zone' },
  },
  'overnight-holding': { time: 'Flat by', days: 'On the days of the week' },
  'news-window': {
    ...{ before_s: 'Seconds kept free before', after_s: 'Seconds kept free after', edges: 'The edges themselves' },
    ...{ phases: 'In the phases', exempt_types: 'Account types left out', instruments_by_event: 'Symbols by event' },
  },
  'ea-trading': {
    ...{ allowed: 'Robots may trade', max_requests_per_day: 'Most requests a day', comments: 'Comments that count as a sign' },
    ...{ flag_at: 'Points at which it is flagged', allow_magic: 'Magic numbers that are approved' },
  },
  'revenge-trading': { mult: 'Multiple of the lots that lost', window_s: 'Opened within, in seconds', min_steps: 'Steps in a row' },
  'tick-scalping': {
    ...{ avg_op: 'Mean holding, how it is compared', short_op: 'Short holding, how it is compared' },
    ...{ max_short_profit_share: 'Greatest share of profit from short trades', max_short_count_share: 'Greatest share of short trades' },
    max_short_winner_share: 'Greatest share of short winners',
  },
  'profit-target': { target_pct: 'Target, as a share of the start' },
  'min-trading-days': {
    ...{ count_by: 'A day counts by', min_profit_pct: 'Profit that makes a day count, as a share' },
    ...{ min_days: 'At least, days', weekdays: 'Days of the week that count' },
  },
};

const PAYOUT: Record<string, string> = {
  ...{ split: 'Trader’s share', tiers: 'Trader’s share by profit paid so far', tz: 'Zone of the dates' },
  ...{
    balance_is_net_of_withdrawals: 'Withdrawals lower the balance',
    min_amount: 'Smallest request',
    require_flat: 'Every position must be closed',
  },
  ...{ first_payout_max: 'Greatest first payout', max_per_request: 'Greatest request' },
  ...{ 'max_per_period.amount': 'Most within a period', 'max_per_period.days': 'Days of that period' },
  ...{ first_after_days: 'Days from the first trade to the first payout', min_days: 'Trading days before a payout' },
  ...{ min_winning_days: 'Winning days before a payout', winning_day_min: 'Least profit of a winning day' },
  ...{
    'probation.trading_days': 'Probation, trading days',
    'probation.starts': 'Probation begins at',
    'probation.gates': 'Probation holds back',
  },
  ...{
    targets: 'Profit before each payout',
    max_share_of_balance: 'Greatest share of the balance',
    buffer_share: 'Share of profit that stays',
  },
  ...{ min_profit_pct: 'Profit from which that share stays, as a share', 'safety_net.drawdown': 'Safety net, drawdown' },
  ...{ 'safety_net.extra': 'Safety net, on top', drawdown: 'Safety net, drawdown', extra: 'Safety net, on top' },
  ...{
    min_balance_after: 'Least balance afterwards',
    breach_share: 'Share paid after a daily breach',
    claim_within_days: 'Days to claim it',
  },
  ...{ 'scaling.step_pct': 'Scaling, step', 'scaling.months': 'Scaling, months', 'scaling.min_net_profit_pct': 'Scaling, least profit' },
  ...{ 'scaling.min_rewards': 'Scaling, least payouts', 'scaling.cap': 'Scaling, largest account' },
  ...{ 'scaling.mdl_pct': 'Scaling, daily limit afterwards', 'scaling.ml_pct': 'Scaling, limit in all afterwards' },
};

const HEADER: Record<string, string> = {
  ...{ phase: 'Phase', account_type: 'Account type', pass_mode: 'A pass is decided by', 'reset.tz': 'Zone in which the day turns' },
  ...{
    'reset.time': 'Time at which the day turns',
    'bands.caution_at': 'Caution from, share used',
    'bands.critical_at': 'Critical from, share used',
  },
};

/** Null where a field has no words: a new rule shows its own names until it is given some. */
function known(path: string): string | null {
  const [, rule, field] = /^rules\.([a-z-]+)\[\d+\]\.(.+)$/.exec(path) ?? [];
  if (rule !== undefined && field !== undefined) return BY_RULE[rule]?.[field] ?? SHARED[field] ?? null;
  return path.startsWith('payout.') ? (PAYOUT[path.slice('payout.'.length)] ?? null) : (HEADER[path] ?? null);
}

/** "rules.max-daily-loss[0].limit.pct" is "Limit, as a share": the group says the rest. */
export function fieldWords(path: string): string {
  const plain = path.replace(/^rules\.[a-z-]+\[\d+\]\.|^payout\./, '');
  return known(path) ?? plain.split('.').join(', ').replaceAll('_', ' ');
}
