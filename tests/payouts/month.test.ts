// A generated month of funded traders: they earn and lose, ask again and again, are held, paid and refused, and platform and provider fail in
// every way they can. At the end three books agree to the cent: ours, the provider's, and those of an oracle that shares no code with ours.
import { afterAll, beforeAll, expect } from 'vitest';
import pLimit from 'p-limit';
import { tokenClient } from '@/lib/db/clients';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import type { Cents } from '@/lib/money';
import { judgePayout } from '@/lib/payouts/read';
import { PayoutBooks, worth } from '../oracle/payout-books';
import { atVolume, IS_FULL, scoreRow } from '../scorecard/row';
import { broken } from './desk';
import { openFunded, startFunded, type Funded } from './funded';
import type { Draw, World } from './month-day';
import { openProducts, POLICY, tell, type Life, type Product } from './month-firm';
import { Day } from './month-life';
import { morning } from './month-morning';
import { startProvider, type ProviderServer } from './provider-server';

let firm: Funded;
let bank: ProviderServer;
let products: Product[];
beforeAll(async () => {
  firm = await startFunded();
  bank = await startProvider(1_500);
  products = await openProducts(firm);
  const person = await firm.flow.stack.signUp('max@firm.test');
  await firm.flow.rows(`insert into public.staff (id, email, full_name, role) values ($1, 'max@firm.test', 'Max', 'admin')`, person.id);
  firm.staff.max = { id: person.id, client: tokenClient(person.accessToken) };
});
afterAll(async () => {
  await bank.close();
  await firm.flow.close();
});

const FIRST = Date.parse('2026-10-20T00:00:00Z');
const TOGETHER = 25;
const AT_ONCE = 4;

/** A generator of its own for each trader, so that a month can be told again whatever runs beside it. */
function drawer(seed: number): Draw {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

async function openLife(place: number): Promise<Life> {
  const product = products[place % products.length];
  if (!product) throw new Error('There is no product.');
  const account = await openFunded({ ...firm, challenge: product.challenge }, '0');
  return { account, product, books: new PayoutBooks(product.terms, POLICY), ids: [], trades: [], withheld: [] };
}

async function month(traders: number, days: number, seed: number, met: World['met']): Promise<Life[]> {
  const few = pLimit(AT_ONCE);
  const lives = await Promise.all(Array.from({ length: traders }, (_, place) => few(() => openLife(place))));
  const draws = lives.map((_, place) => drawer(seed + place * 7_919));
  const world = { firm, bank, met };
  for (let day = 0; day < days; day += 1) {
    const date = new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
    for (let first = 0; first < lives.length; first += TOGETHER) {
      const group = lives.slice(first, first + TOGETHER);
      const parts = group.map((life, place) => morning(life, draws[first + place] as Draw, date, day, met));
      await tell(
        firm,
        parts.flatMap(({ events }) => events),
        new Date(`${date}T12:00:00Z`),
      );
      const late = await toldLate(parts.flatMap(({ events }) => events.map(({ data }) => String(data.external_id))));
      group.forEach((life, place) => {
        const part = parts[place];
        if (part) life.books.told(part.net, part.hasLost || late.has(life.account.id));
      });
    }
    const done = await Promise.allSettled(lives.map((life, place) => few(() => new Day(world, life, draws[place] as Draw, date).live())));
    for (const one of done) if (one.status === 'rejected') throw one.reason;
    if (days * traders > 2_000) process.stdout.write(`${date} lived, ${bank.ledger.length} transfers\n`);
  }
  const after = new Date(FIRST + days * 86_400_000).toISOString().slice(0, 10);
  for (const [place, life] of lives.entries()) await new Day(world, life, draws[place] as Draw, after).wakeUp();
  return lives;
}

/** Accounts that were told of a trade after something later: by the clock of the platform, which the books do not keep. */
async function toldLate(trades: string[]): Promise<Set<string>> {
  const rows = await firm.flow.rows<{ id: string }>(
    'select account_id as id from public.trades where is_late and external_id = any ($1)',
    trades,
  );
  return new Set(rows.map(({ id }) => id));
}

/** One account: what it holds, what it owes, and each payout, by all who keep a book of it. */
async function compare(life: Life): Promise<void> {
  const { account, books, product } = life;
  await judgeAccountNow(account.id);
  const judged = await judgePayout({ account_id: account.id, now: new Date().toISOString() }, 1 as Cents);
  const [facts] = await firm.flow.rows(
    'select balance_cents, cumulative_profit_cents as profit from public.account_facts where account_id = $1',
    account.id,
  );
  const [owed] = await firm.flow.rows(
    'select payable_cents, reserved_cents from public.payable_balances where trader_id = $1',
    account.trader.id,
  );
  const booked = await firm.flow.rows<{ ledger_account: string; sum: string }>(
    `select e.ledger_account, sum(e.amount_cents) from public.ledger_entries e join public.ledger_transactions t on t.id = e.transaction_id
     where t.account_id = $1 group by 1 having sum(e.amount_cents) <> 0 order by 1`,
    account.id,
  );
  const who = `${product.currency} ${account.login}`;
  expect(facts, who).toEqual({ balance_cents: `${books.balance()}`, profit: `${books.profit}` });
  expect(BigInt(judged?.entitlement.entitled_cents ?? -1), who).toBe(books.owed());
  if (books.lines.length > 0) expect(owed, who).toEqual({ payable_cents: `${books.due}`, reserved_cents: `${books.promised}` });
  const all = books.due + books.inTransit + books.paidOut;
  const expected = {
    'in-transit': books.inTransit,
    'paid-out': books.paidOut,
    'profit-share': books.receivable - all,
    receivable: -books.receivable,
    'trader-payable': books.due - books.promised,
  };
  const sides = Object.entries({ ...expected, 'trader-reserved': books.promised }).filter(([, sum]) => sum !== 0n);
  expect(booked, who).toEqual(sides.map(([ledger_account, sum]) => ({ ledger_account, sum: `${sum}` })));
  for (const { id, place } of life.ids) comparePayout(id, life, place);
}

/** By the provider's own book: one transfer for what left, none for what did not, and the sum that was asked for. */
function comparePayout(id: string, { books }: Life, place: number): void {
  const line = books.lines[place];
  if (!line) throw new Error(`${id} is in no book.`);
  const theirs = bank.ledger.filter((one) => one.payout_id === id);
  const hasLeft = ['sent', 'paid', 'returned', 'unknown'].includes(line.state);
  if (hasLeft) expect(theirs, `${id} ${line.state}`).toMatchObject([{ amount_cents: Number(line.request) }]);
  else
    expect(
      theirs.filter(({ became }) => became === undefined || became === 'sent'),
      `${id} ${line.state}`,
    ).toEqual([]);
}

const OFTEN = ['trades', 'late trades', 'granted', 'refused'];
const SELDOM = [
  ...['held by a loss', 'released by the policy', 'signed by one'],
  ...['cancelled trades', 'held at the sending', 'still held', 'asked again after a hold', 'signed by two', 'rejected', 'cancelled'],
  ...[
    'provider refuse',
    'sent once more',
    'provider says failed',
    'provider says returned',
    'withdrawn by name',
    'withdrawn without a name',
  ],
  ...['withdrawn otherwise', 'withdrawn unasked', 'questions answered'],
];

scoreRow(
  {
    row: 'MONTH',
    what: 'a generated month of payouts by three books: ours, the provider’s, the oracle’s',
    target: 'equal to the cent for every account, every payout and every ledger account',
    short: { traders: 8, days: 9 },
    full: { traders: atVolume(500, 12), days: 30 },
    // What even a small month meets; a whole one must have met everything.
    faults: [...OFTEN, ...(IS_FULL ? SELDOM : [])],
    timeout: IS_FULL ? 7_200_000 : 120_000,
  },
  async ({ volume, seed, met }) => {
    const lives = await month(volume.traders, volume.days, seed, met);
    for (const life of lives) await compare(life);
    expect(await broken(firm)).toEqual([]);
    for (const { books, product } of lives) {
      // Nobody has had more than their share, whatever the order of things was.
      const hasReturned = books.lines.some(({ state }) => state === 'returned');
      const paid = books.lines.filter(({ state }) => ['sent', 'paid', 'unknown'].includes(state));
      const [request, gross] = [paid.reduce((sum, one) => sum + one.request, 0n), paid.reduce((sum, one) => sum + one.gross, 0n)];
      if (!hasReturned) expect(request <= worth(gross, 0n, product.terms.tiers)).toBe(true);
    }
    const paid = lives.reduce((sum, { books }) => sum + books.paidOut, 0n);
    const theirs = bank.ledger.filter(({ became }) => became === undefined).reduce((sum, one) => sum + BigInt(one.amount_cents), 0n);
    expect(theirs).toBe(paid);
  },
);
