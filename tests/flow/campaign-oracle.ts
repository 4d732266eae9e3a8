// What every account of a campaign must end as, worked out a second time from its true history: whole bigint cents, UTC days, no code
// of the product. It knows the one rule set of the flow tests: 5 % a day under the day's opening balance, 10 % under the initial one.
import { INITIAL, type TrueEvent } from './campaign';

const DAY = 86_400_000;
const DAILY = 500_000n;
const TOTAL = 1_000_000n;
const OPENED = Date.parse('2026-11-10T00:00:00.000Z');

export interface ExpectedDay {
  trading_day: string;
  start_balance: string;
  start_equity: string;
  pnl: string;
  trades: number;
  wins: number;
  losses: number;
  is_breached: boolean;
}
export interface ExpectedBreach {
  rule: string;
  breached_at: string;
  measured: string;
  threshold: string;
}
export interface ExpectedAccount {
  login: string;
  status: string;
  balance: string;
  equity: string;
  high_water: string;
  profit: string;
  events: string[];
  days: ExpectedDay[];
  breaches: ExpectedBreach[];
}

function unusedDay(startsAt: number, balance: bigint, equity: bigint): ExpectedDay {
  const trading_day = new Date(startsAt).toISOString().slice(0, 10);
  const start = { start_balance: String(balance), start_equity: String(equity) };
  return { trading_day, ...start, pnl: '0', trades: 0, wins: 0, losses: 0, is_breached: false };
}

export function expectedAccount(login: string, history: readonly TrueEvent[]): ExpectedAccount {
  let [balance, floating, highest, profit, reference] = [INITIAL, 0n, INITIAL, 0n, INITIAL];
  let midnight = OPENED;
  const days: ExpectedDay[] = [];
  const breaches: ExpectedBreach[] = [];
  let today: ExpectedDay | undefined;

  const openDay = (): void => {
    today = unusedDay(midnight, balance, balance + floating);
    days.push(today);
    reference = balance;
    midnight += DAY;
  };
  const test = (at: number): void => {
    if (breaches.length > 0) return;
    const measured = balance + floating;
    for (const [rule, floor] of [
      ['max-daily-loss', reference - DAILY],
      ['max-drawdown', INITIAL - TOTAL],
    ] as const) {
      if (measured >= floor) continue;
      breaches.push({ rule, breached_at: new Date(at).toISOString(), measured: String(measured), threshold: String(floor) });
      if (today) today.is_breached = true;
    }
  };
  const earn = (amount: bigint): void => {
    balance += amount;
    profit += amount;
    if (today) today.pnl = String(BigInt(today.pnl) + amount);
    if (balance > highest) highest = balance;
  };

  openDay();
  for (const { at, kind, amount } of history) {
    while (midnight <= at) {
      const turned = midnight;
      openDay();
      test(turned);
    }
    if (kind === 'mark') floating = amount;
    else if (kind === 'deposit') {
      balance += amount;
      highest += amount;
      reference += amount;
    } else earn(amount);
    if (kind === 'deal' && today) {
      floating = 0n;
      today.trades += 1;
      if (amount > 0n) today.wins += 1;
      if (amount < 0n) today.losses += 1;
    }
    test(at);
  }
  return {
    login,
    status: breaches.length > 0 ? 'failed' : 'active',
    balance: String(balance),
    equity: String(balance + floating),
    high_water: String(highest),
    profit: String(profit),
    events: history.map(({ id }) => id).sort(),
    days,
    breaches,
  };
}
