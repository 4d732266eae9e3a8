// A second, slow judge for tests: whole bigint minor units, UTC days, no code of lib. Written from the rules, not from the product.
// It knows one daily loss and one drawdown on equity, deals, marks, payouts and deposits. Used only to disagree with.

export interface OracleEvent {
  at: number;
  kind: 'deal' | 'mark' | 'payout' | 'deposit';
  /** Net of a deal, open result of a mark, amount of the others; minor units. */
  amount: bigint;
}
export interface OracleRules {
  initial: bigint;
  /** Percent in hundredths of a percent. */
  dailyBps: bigint;
  dailyReference: 'balance' | 'equity' | 'max_balance_equity' | 'initial' | 'intraday_equity_high';
  dailyOf: 'initial' | 'reference';
  totalBps: bigint;
  /** What the drawdown is a share of; a static one is always of the initial balance. */
  totalOf: 'initial' | 'hwm';
  mode: 'static' | 'trailing_eod_balance' | 'trailing_closed_balance' | 'trailing_intraday_equity';
  lockOffset: bigint | null;
  /** Profit in hundredths of a percent that jumps to the lock at once. */
  triggerBps: bigint | null;
  payoutEffect: 'none' | 'hwm_minus_payout' | 'floor_to_initial';
  touch: boolean;
}
export interface OracleAnswer {
  daily: { at: number; measured: bigint; floor: bigint } | null;
  total: { at: number; measured: bigint; floor: bigint } | null;
  dailyFloor: bigint;
  totalFloor: bigint;
  balance: bigint;
}

const DAY = 86_400_000;
const larger = (a: bigint, b: bigint) => (a > b ? a : b);
const smaller = (a: bigint, b: bigint) => (a < b ? a : b);
/** base − bps of it, rounded toward minus infinity. */
function under(base: bigint, of: bigint, bps: bigint): bigint {
  const numerator = base * 10_000n - of * bps;
  const quotient = numerator / 10_000n;
  return numerator % 10_000n < 0n ? quotient - 1n : quotient;
}

/** Both rules are judged apart: the first breach of each. */
export function oracle(rules: OracleRules, startAt: number, events: readonly OracleEvent[]): OracleAnswer {
  const { initial } = rules;
  let balance = initial;
  let floating = 0n;
  let reference = initial;
  let peak = initial;
  let held: bigint | null = null;
  let isFixed = false;
  let midnight = (Math.floor(startAt / DAY) + 1) * DAY;
  const answer: OracleAnswer = { daily: null, total: null, dailyFloor: 0n, totalFloor: 0n, balance };

  const floors = () => {
    answer.dailyFloor = under(reference, rules.dailyOf === 'initial' ? initial : reference, rules.dailyBps);
    const isStatic = rules.mode === 'static';
    const trail = under(isStatic ? initial : peak, isStatic || rules.totalOf === 'initial' ? initial : peak, rules.totalBps);
    const isTriggered = rules.triggerBps !== null && peak * 10_000n >= initial * (10_000n + rules.triggerBps);
    if (held === null && !isStatic && rules.lockOffset !== null && (trail >= initial + rules.lockOffset || isTriggered))
      held = initial + rules.lockOffset;
    answer.totalFloor = held ?? trail;
  };
  const test = (at: number) => {
    const measured = balance + floating;
    const isUnder = (floor: bigint) => (rules.touch ? measured <= floor : measured < floor);
    if (answer.daily === null && isUnder(answer.dailyFloor)) answer.daily = { at, measured, floor: answer.dailyFloor };
    if (answer.total === null && isUnder(answer.totalFloor)) answer.total = { at, measured, floor: answer.totalFloor };
  };
  const anew = () => {
    const equity = balance + floating;
    const by = { balance, equity, max_balance_equity: larger(balance, equity), initial, intraday_equity_high: equity };
    reference = by[rules.dailyReference];
  };

  floors();
  for (const event of events) {
    for (; midnight <= event.at; midnight += DAY) {
      anew();
      if (rules.mode === 'trailing_eod_balance') peak = larger(peak, balance);
      floors();
      test(midnight);
    }
    if (event.kind === 'deal') {
      balance += event.amount;
      floating = 0n;
    } else if (event.kind === 'mark') floating = event.amount;
    else if (event.kind === 'deposit') {
      balance += event.amount;
      peak += event.amount;
      if (rules.dailyReference !== 'initial') reference += event.amount;
    } else {
      balance -= event.amount;
      if (rules.dailyReference !== 'initial') reference -= event.amount;
      if (rules.payoutEffect === 'floor_to_initial' && !isFixed) {
        held = initial;
        isFixed = true;
      }
      if (rules.payoutEffect === 'hwm_minus_payout') {
        const source = rules.mode === 'trailing_intraday_equity' ? balance + floating : balance;
        peak = larger(peak - event.amount, smaller(peak, source));
        held = null;
      }
    }
    if (rules.dailyReference === 'intraday_equity_high') reference = larger(reference, balance + floating);
    if (rules.mode === 'trailing_intraday_equity') peak = larger(peak, balance + floating);
    if (rules.mode === 'trailing_closed_balance' && event.kind === 'deal') peak = larger(peak, balance);
    floors();
    test(event.at);
  }
  answer.balance = balance;
  return answer;
}
