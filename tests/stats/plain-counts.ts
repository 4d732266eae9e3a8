// The dashboard's figures counted over a book by hand, in the plainest way there is.
import { at, joined, phasesOf, type Book, type BookAccount } from './book';

const DAY = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const tally = (words: string[]): Record<string, number> =>
  words.reduce<Record<string, number>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});
const isLive = (one: BookAccount): boolean => one.phase === phasesOf(one.product) - 1;
const lives = (one: BookAccount): boolean => ['pending', 'active', 'blocked', 'live'].includes(one.status);
const hasFailed = (one: BookAccount): boolean => one.status === 'failed' || one.reason === 'rule_violation';
const ending = (one: BookAccount) => one.verdicts.filter(({ consequence, state }) => consequence === 'fail' && state !== 'withdrawn');

export function countBook(book: Book) {
  const opened = book.accounts.filter((one) => one.opened !== null);
  const broke = (rule: string) => opened.filter((one) => ending(one).some((verdict) => verdict.rule === rule)).length;
  const lately = [dayOf(book.now), dayOf(book.now - DAY)];
  const living = book.accounts.filter(lives);
  return {
    opened: opened.length,
    byStatus: tally(book.accounts.map(({ status }) => status)),
    byState: tally(living.map((one) => (one.onSilence ? 'unknown' : one.state))),
    byStage: tally(living.map((one) => (isLive(one) ? 'live' : `phase-${one.phase + 1}`))),
    breaches: [
      broke('max-daily-loss'),
      broke('max-drawdown'),
      opened.length === 0 ? null : Math.trunc((broke('max-daily-loss') * 10_000) / opened.length),
      book.accounts
        .flatMap(({ verdicts }) => verdicts)
        .filter(({ state, detected }) => state !== 'withdrawn' && lately.includes(dayOf(at(book, detected)))).length,
    ],
    times: times(book, opened),
    trend: trend(book),
    exposure: exposure(living),
    churn: churn(book),
    funnel: funnel(book),
    growth: growth(book),
  };
}

/** What was broken before an account was reinstated did not end it the second time. */
const sinceUndone =
  ({ undone }: BookAccount) =>
  ({ detected }: { detected: number }): boolean =>
    undone === null || detected < undone - 1;

function times(book: Book, opened: BookAccount[]) {
  const timed = (accounts: BookAccount[]) =>
    accounts
      .filter(({ trades, closed }) => trades.length > 0 && closed !== null)
      .map((one) => {
        const breach = hasFailed(one)
          ? Math.max(
              ...ending(one)
                .filter(sinceUndone(one))
                .map(({ broken }) => broken),
            )
          : -Infinity;
        const decided = at(book, Number.isFinite(breach) ? breach : (one.closed ?? 0));
        const first = at(book, Math.max(...one.trades)) - DAY / 48;
        return Math.max(0, decided - first) / 1000;
      });
  const mean = (seconds: number[]) =>
    seconds.length === 0 ? null : Math.round(seconds.reduce((sum, one) => sum + one, 0) / seconds.length);
  const [passed, failed] = [opened.filter(({ status }) => status === 'passed'), opened.filter(hasFailed)];
  return {
    passed: timed(passed).length,
    pass_seconds: mean(timed(passed)),
    failed: timed(failed).length,
    breach_seconds: mean(timed(failed)),
    unfinished: opened.filter(({ status }) => ['active', 'blocked', 'live'].includes(status)).length,
    untimed: [...passed, ...failed].filter(({ trades }) => trades.length === 0).length,
  };
}

function trend(book: Book) {
  const ended = book.accounts
    .filter((one) => one.closed !== null && (one.status === 'passed' || hasFailed(one)))
    .map((one) => ({
      day: dayOf(at(book, one.closed ?? 0) + (one.isAhead ? DAY : 0)),
      how: one.status === 'passed' ? 'passed' : 'failed',
    }))
    .concat(book.accounts.flatMap(({ undone }) => (undone === null ? [] : [{ day: dayOf(at(book, undone)), how: 'undone' }])));
  const last = [dayOf(book.now), ...ended.map(({ day }) => day)].sort().at(-1) ?? '';
  const days = Array.from({ length: 30 }, (_, back) => dayOf(Date.parse(last) - (29 - back) * DAY));
  return days
    .map((day) => {
      const told = tally(ended.filter((one) => one.day === day).map(({ how }) => how));
      const undone = told.undone ?? 0;
      return { day, passed: told.passed ?? 0, failed: (told.failed ?? 0) + undone, undone };
    })
    .filter(({ passed, failed }) => passed + failed > 0);
}

function exposure(living: BookAccount[]) {
  const held = living.flatMap((one) => (one.position ? [{ ...one.position, isLive: isLive(one) }] : []));
  const lots = (tenths: number) => String(tenths / 10);
  const sum = (of: typeof held) => of.reduce((total, one) => total + one.tenths, 0);
  const rows = [...new Set(held.map(({ symbol, unit }) => `${symbol} ${unit}`))].map((key) => {
    const mine = held.filter(({ symbol, unit }) => `${symbol} ${unit}` === key);
    const [bought, sold] = [sum(mine.filter(({ side }) => side === 'buy')), sum(mine.filter(({ side }) => side === 'sell'))];
    const live = mine.filter((one) => one.isLive);
    const liveNet = sum(live.filter(({ side }) => side === 'buy')) - sum(live.filter(({ side }) => side === 'sell'));
    const [symbol = '', unit = ''] = key.split(' ');
    return {
      net: bought - sold,
      row: {
        ...{ symbol, unit, positions: mine.length, accounts: mine.length, buy_lots: lots(bought), sell_lots: lots(sold) },
        ...{ net_lots: lots(bought - sold), live_positions: live.length, live_net_lots: lots(liveNet) },
      },
    };
  });
  const order = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
    Math.abs(b.net) - Math.abs(a.net) || (`${a.row.symbol} ${a.row.unit}` < `${b.row.symbol} ${b.row.unit}` ? -1 : 1);
  return rows.sort(order).map(({ row }) => row);
}

function churn(book: Book) {
  const latest = Array.from({ length: book.traders }, (_, trader) => {
    const mine = book.accounts.filter((one) => one.trader === trader);
    const bought = mine.filter(({ from }) => from === null).map(({ sold, opened }) => sold ?? opened ?? 3);
    return Math.min(...bought, ...mine.flatMap(({ trades }) => trades));
  }).filter(Number.isFinite);
  const gone = latest.filter((hours) => hours >= 60 * 24).length;
  return { days: 60, customers: latest.length, gone, share_bps: latest.length === 0 ? null : Math.trunc((gone * 10_000) / latest.length) };
}

function funnel(book: Book) {
  return ([0, 1] as const).flatMap((product) => {
    const roots = book.accounts.filter((one) => one.product === product && one.from === null);
    if (roots.length === 0) return [];
    const steps = phasesOf(product) - 1;
    const whole = roots.filter(({ phase }) => phase === 0);
    const stages = whole.flatMap((root) => {
      const prefix = root.login.replace(/\d+$/, '');
      const chain = book.accounts.filter(({ login }) => login.startsWith(prefix));
      const passed = chain.filter((one) => one.status === 'passed' && !isLive(one)).length;
      const reached = ['sold'];
      if (!chain.some(({ trades }) => trades.length > 0)) return reached;
      reached.push('traded', ...Array.from({ length: passed }, (_, place) => `passed-${place + 1}`));
      if (passed < steps || !chain.some((one) => isLive(one) && one.opened !== null)) return reached;
      return [...reached, 'live', ...(chain.some(({ paid }) => paid) ? ['paid'] : [])];
    });
    return [{ stages: tally(stages), begun_later: roots.length - whole.length }];
  });
}

function growth(book: Book) {
  const monday = (time: number) => Math.trunc(time / DAY) * DAY - ((new Date(time).getUTCDay() + 6) % 7) * DAY;
  const weekOf = (hours: number) => dayOf(monday(at(book, hours)));
  const people = tally(Array.from({ length: book.traders }, (_, place) => weekOf(joined(place))));
  const accounts = tally(book.accounts.flatMap(({ opened }) => (opened === null ? [] : [weekOf(opened)])));
  return Array.from({ length: 12 }, (_, back) => dayOf(monday(book.now) - (11 - back) * 7 * DAY)).map((week) => [
    week,
    people[week] ?? 0,
    accounts[week] ?? 0,
  ]);
}
