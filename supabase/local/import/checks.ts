// What must be true of a file and an account before one event of the file is sent. Each failure is one sentence.
import { cents, spellMoney } from '@/lib/money';
import { flatNotes } from '@/lib/trades/history-proof';
import type { ReportHeader } from '@/lib/trades/sources/mt5-tables';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import type { KnownAccount } from '../simulate/target';
import { Trouble } from '../trouble';
import type { ImportOptions } from './options';

/** The one account the file belongs to. */
export function chooseAccount(known: KnownAccount[], header: ReportHeader | null, options: ImportOptions): KnownAccount {
  const { login, platform } = options;
  if (header && header.login !== login)
    throw new Trouble(`The report is of account ${header.login}, not of ${login}: nothing was imported.`);
  const server = options.server ?? header?.server ?? null;
  const candidates = known.filter((account) => account.platform === platform && (server === null || account.server === server));
  if (candidates.length > 1) {
    const servers = candidates.map((account) => account.server).join(', ');
    throw new Trouble(`Account ${login} is known on several servers (${servers}): say which with --server.`);
  }
  const account = candidates[0];
  if (!account) {
    const elsewhere = known.map((other) => `${other.platform} ${other.server}`).join(', ');
    const where = server === null ? platform : `${platform} ${server}`;
    throw new Trouble(
      `There is no account ${login} on ${where}${elsewhere === '' ? '' : ` (only on ${elsewhere})`}: nothing was imported.`,
    );
  }
  if (header?.currency && header.currency !== account.currency) {
    throw new Trouble(`The report is in ${header.currency}, but account ${login} is kept in ${account.currency}: nothing was imported.`);
  }
  return account;
}

/** Told to the person before anything is sent, and all that a dry run says. */
export function describe(file: HistoryFile, account: KnownAccount): string[] {
  const trades = file.events.filter((event) => event.kind === 'trade');
  const operations = file.events.filter((event) => event.kind === 'balance');
  const positions = new Set(trades.map((trade) => trade.position_id)).size;
  const sum = (amounts: number[]): string => spellMoney(cents(amounts.reduce((total, amount) => total + amount, 0)), account.minor_digits);
  const count = (names: string[]): number => operations.filter((event) => names.includes(event.operation)).length;
  const [deposits, withdrawals] = [count(['deposit']), count(['withdrawal'])];
  return [
    `File         ${file.report}, ${file.first_at} to ${file.last_at}`,
    `Account      ${account.login} on ${account.server}, ${account.currency}, ${account.status}`,
    `Trades       ${trades.length} closing slices of ${positions} positions: gross ${sum(trades.map((trade) => trade.gross_cents))}, net ${sum(trades.map((trade) => trade.net_cents))}`,
    `Operations   ${deposits} deposits, ${withdrawals} withdrawals, ${operations.length - deposits - withdrawals} others`,
    file.balance === null
      ? 'Balance      the file tells none, so nothing but its lines proves it'
      : `Balance      agrees with the file, which ends at ${sum([file.balance.closing_cents])} on ${file.last_at}`,
    ...[...file.notes, ...flatNotes(file, account.events)].map((note) => `Note         ${note}`),
  ];
}
