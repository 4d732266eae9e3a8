// What must be true of a file and an account before one event of the file is sent. Each failure is one sentence.
import { parseDecimal, subtractDecimals, type Decimal } from '@/lib/decimal';
import { cents, spellMoney } from '@/lib/money';
import type { ReportHeader } from '@/lib/trades/sources/mt5-tables';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import type { KnownAccount } from '../simulate/target';
import { Trouble } from '../trouble';
import type { StoredEvent } from './known';
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

/** A history must begin where the account does: with its initial balance, or with the deposit that makes it. */
export function checkBeginning({ balance }: HistoryFile, account: KnownAccount): void {
  const digits = account.minor_digits;
  const initial = account.initial_balance_cents;
  if (balance === null || balance.first_deposit_cents === initial || balance.opening_cents === initial || account.events > 0) return;
  const from = spellMoney(cents(balance.first_deposit_cents ?? balance.opening_cents), digits);
  throw new Trouble(
    `The file begins with ${from}, but account ${account.login} begins with ${spellMoney(cents(initial), digits)}: export the history from its first day; nothing was imported.`,
  );
}

/** Fills say by their order what they close: a file of fills has to begin where the office knows the account to hold nothing. */
export function checkFlat(file: HistoryFile, stored: readonly StoredEvent[]): void {
  if (!file.beginsFlat) return;
  const open = stillOpen(stored, file.first_at);
  if (open.length === 0) return;
  throw new Trouble(
    `The file begins at ${file.first_at}, when position ${open.join(', ')} was open: export the history from before it was opened; nothing was imported.`,
  );
}

/** Positions the office saw opened before an instant and not closed whole by then. */
function stillOpen(stored: readonly StoredEvent[], before: string): string[] {
  const volumes = new Map<string, Decimal>();
  const earlier = stored.filter(({ data }) => String(data.occurred_at) < before);
  for (const { kind, data } of earlier.sort((a, b) => String(a.data.occurred_at).localeCompare(String(b.data.occurred_at)))) {
    const id = String(data.position_id);
    const volume = parseDecimal(String(data.volume));
    if (volume === null) continue;
    const held = volumes.get(id);
    if (kind === 'position-opened' || kind === 'position-changed') volumes.set(id, volume);
    if (kind === 'trade' && held) volumes.set(id, subtractDecimals(held, volume));
  }
  return [...volumes].filter(([, volume]) => volume.units > 0n).map(([id]) => id);
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
    ...file.notes.map((note) => `Note         ${note}`),
  ];
}
