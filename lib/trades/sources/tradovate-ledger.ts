// Tradovate's Cash History: every movement of the balance. Paired trades and commissions stand in the report of fills already; what it
// leaves out is taken from here: money in and out, and what the exchange charged. The running balance proves that no line is missing.
import { addCents, cents, formatMoney, parseMoney, subtractCents, type Cents } from '@/lib/money';
import type { BalanceOperation } from '@/lib/trades/event';
import { clockOf, momentOf, type Clock, type Moment } from './file-clock';
import type { LedgerLayout } from './file-layouts';
import type { FileRow, FileTable } from './file-table';
import { decimalOf } from './file-value';
import { refusedFile, spanOf, type FileBalance, type HistoryConfig, type HistoryResult, type Problem } from './history-file';
import { cashMeaning, cashType, FILL_CHARGES, type CashMeaning } from './tradovate-cash';

interface Line {
  where: string;
  id: string;
  moment: Moment;
  type: string;
  meaning: Exclude<CashMeaning, null>;
  delta: Cents;
  amount: Cents;
}

export function ledgerHistory(table: FileTable, layout: LedgerLayout, config: HistoryConfig): HistoryResult {
  const clock = clockOf(table, 'time', config.zone);
  if ('problem' in clock) return refusedFile(clock.problem);
  const own = table.rows.filter(({ cell }) => cell('account') === config.account.login);
  if (own.length === 0) return refusedFile(`it holds no line of account ${config.account.login}`);
  const lines: Line[] = [];
  const refused: Problem[] = [];
  for (const row of own) {
    const read = readLine(row, clock.clock, config);
    if (typeof read === 'string') refused.push({ where: row.where, message: read });
    else lines.push(read);
  }
  const inOrder = lines.sort((a, b) => a.moment.at - b.moment.at || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const balance = refused.length > 0 ? null : prove(inOrder, config.digits);
  if (balance !== null && 'message' in balance) return { ok: false, problems: [balance] };
  const events = inOrder.flatMap((line) => operationOf(line, config, clock.clock));
  if (events.length === 0)
    return refused.length > 0 ? { ok: false, problems: refused } : refusedFile('it holds nothing that the report of fills leaves out');
  const notes = [`${lines.length - events.length} lines are of fills: import the report "Fills" for them`];
  return {
    ok: true,
    value: { report: layout.report, events, refused, notes, balance, beginsFlat: false, ...spanOf(events, config.received_at) },
  };
}

function readLine(row: FileRow, clock: Clock, { currency, digits }: HistoryConfig): Line | string {
  const moment = momentOf(row.cell('time'), { clock, order: 'mdy' });
  const money = (name: string): Cents | null => {
    const plain = decimalOf(row.cell(name), false);
    return plain === null ? null : parseMoney(plain, digits);
  };
  const [delta, amount] = [money('delta'), money('amount')];
  if (!/^\d+$/.test(row.cell('id'))) return `the id "${row.cell('id')}" is not a number`;
  if (!moment) return `the time "${row.cell('time')}" is not a date and time`;
  if (delta === null) return `the delta "${row.cell('delta')}" is not an amount`;
  if (amount === null) return `the amount "${row.cell('amount')}" is not an amount`;
  if (row.cell('currency') !== currency) return `it is in ${row.cell('currency')}, but the account is kept in ${currency}`;
  const type = cashType(row.cell('type'));
  const meaning = cashMeaning(type, delta < 0);
  if (meaning === null) return `the type "${row.cell('type')}" is not one we know`;
  return { where: row.where, id: row.cell('id'), moment, type, meaning, delta, amount };
}

function operationOf({ id, moment, type, meaning, delta }: Line, config: HistoryConfig, clock: Clock): BalanceOperation[] {
  const isCharge = FILL_CHARGES.has(type) && type !== 'commission';
  const told = isCharge ? { operation: 'fee' as const, affects_profit: true } : meaning;
  if (told === 'of-a-fill') return [];
  const { account, currency, received_at, message_id } = config;
  const wall = moment.wall === null || clock === null ? {} : { broker_time: moment.wall, broker_zone: clock.label };
  const occurred_at = new Date(moment.at).toISOString();
  return [
    {
      kind: 'balance',
      external_id: id,
      account,
      source: 'csv',
      occurred_at,
      received_at,
      message_id,
      ...wall,
      ...told,
      amount_cents: delta,
      currency,
    },
  ];
}

/** Each line's balance is the one before and its own movement. */
function prove(lines: readonly Line[], digits: number): FileBalance | Problem {
  const first = lines[0];
  const opening = first ? subtractCents(first.amount, first.delta) : cents(0);
  let running = opening;
  for (const { where, delta, amount } of lines) {
    running = addCents(running, delta);
    if (running === amount) continue;
    const [said, found] = [formatMoney(amount, digits), formatMoney(running, digits)];
    return { where, message: `the running balance says ${said}, but the lines up to here come to ${found}` };
  }
  const isBeginning = opening === 0 && first !== undefined && first.meaning !== 'of-a-fill' && first.meaning.operation === 'deposit';
  return { opening_cents: opening, closing_cents: running, first_deposit_cents: isBeginning ? first.delta : null };
}
