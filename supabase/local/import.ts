// `npm run import`: an exported history, read whole, proved as far as it proves itself, and posted through the door every broker uses.
// Ids come from the file, so a run that was cut short is finished by the same command, and a file imported twice changes nothing. Lines
// that cannot be read are named and left out; the same command takes them in once they are mended.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { cents, spellMoney } from '@/lib/money';
import { beginningTrouble, flatTrouble, rehearse } from '@/lib/trades/history-proof';
import { sift } from '@/lib/trades/known-events';
import { historyHeader, readHistory } from '@/lib/trades/sources/file-readers';
import type { HistoryFile, Problem } from '@/lib/trades/sources/history-file';
import { wireMessages, type WireMessage } from '@/lib/trades/sources/mt5-wire';
import { chooseAccount, describe } from './import/checks';
import { readStored } from './import/known';
import { readOptions, USAGE, type ImportOptions } from './import/options';
import { deliver, type EventAnswer } from './simulate/deliver';
import { count, listed } from './simulate/summary';
import { findAccounts, findConnection, findSymbols, findTarget, requireServer, type KnownAccount, type Target } from './simulate/target';
import { runCommand, systemCode, Trouble } from './trouble';

const MAX_BYTES = 20 * 1024 * 1024;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const bytes = await readWhole(options.file);
  const target = findTarget();
  await requireServer(target);
  const known = await findAccounts(target, [options.login]);
  const account = chooseAccount(known, historyHeader(options.platform, bytes), options);
  const file = await readFileFor(bytes, account, options, target);
  const stored = await readStored(target, account);
  const early = beginningTrouble(file, account) ?? flatTrouble(file, stored);
  if (early !== null) throw new Trouble(early);
  process.stdout.write(`${describe(file, account).join('\n')}\n`);
  tellRefused(file, options);
  const sifted = sift(file.events, stored);
  const messages = wireMessages(sifted.fresh, account.minor_digits);
  const against = rehearse(messages, account, new Date().toISOString());
  if (against.length > 0) throw new Trouble([...against.slice(0, 20), 'Nothing was imported.'].join('\n'));
  if (options.dry_run) {
    process.stdout.write('Dry run: nothing was sent.\n');
    return file.refused.length > 0 ? 1 : 0;
  }
  const code = await send(target, account, file, messages, sifted.known);
  return file.refused.length > 0 ? 1 : code;
}

/** Said before anything is sent, so that it stands in a dry run too; a run that left lines out does not end well. */
function tellRefused({ refused }: HistoryFile, { file }: ImportOptions): void {
  if (refused.length === 0) return;
  process.stderr.write(`${linesOf(refused, file).join('\n')}\nThese were left out; mend the file and run the same command for them.\n`);
}

function linesOf(problems: readonly Problem[], file: string): string[] {
  const lines = problems.slice(0, 20).map(({ where, message }) => `${basename(file)}, ${where}: ${message}`);
  return problems.length > 20 ? [...lines, `and ${problems.length - 20} more`] : lines;
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) throw new Trouble(`${basename(path)} is larger than 20 MB: export it in parts.`);
    return bytes;
  } catch (error) {
    if (error instanceof Trouble) throw error;
    const code = systemCode(error);
    if (code === 'ENOENT') throw new Trouble(`There is no file ${path}.`);
    if (code === 'EISDIR') throw new Trouble(`${path} is a folder: name one file to import.`);
    throw new Trouble(`${path} cannot be read (${code || 'unknown reason'}).`);
  }
}

async function readFileFor(bytes: Uint8Array, account: KnownAccount, options: ImportOptions, target: Target): Promise<HistoryFile> {
  const { platform, server, login, currency, minor_digits: digits } = account;
  const { zone, dates, per_contract } = options;
  const told = { zone, dates, per_contract, symbols: await findSymbols(target) };
  const received = { received_at: new Date().toISOString(), message_id: 'import' };
  const result = readHistory(options.platform, bytes, {
    account: { platform: options.platform, server, login },
    currency,
    digits,
    ...told,
    ...received,
  });
  if (result.ok) return result.value;
  throw new Trouble([...linesOf(result.problems, options.file), `Nothing was imported into ${platform} ${login}.`].join('\n'));
}

async function send(target: Target, account: KnownAccount, file: HistoryFile, messages: WireMessage[], known: number): Promise<number> {
  if (messages.length === 0) {
    process.stdout.write(`All ${known} events of the file were known already: nothing changed.\n`);
    return 0;
  }
  const connection = await findConnection(target, account.connection_slug);
  const outcomes = new Map<string, number>();
  const trouble: string[] = [];
  for (const [index, message] of messages.entries()) {
    const answer = await deliver(connection, message).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      throw new Trouble(`${said} ${index} of ${messages.length} parts are in; the same command finishes the rest.`);
    });
    for (const result of answer.results) {
      count(outcomes, result.outcome);
      if (result.outcome !== 'recorded' && result.outcome !== 'duplicate') trouble.push(wordsFor(result));
    }
    if (answer.results.length !== message.events.length)
      trouble.push(`part ${index + 1} was answered ${answer.status} ${answer.code ?? ''}`.trim());
    if (trouble.length > 0) break;
  }
  return conclude(target, account, file, outcomes, trouble);
}

function wordsFor(result: EventAnswer): string {
  const where = result.path ? ` at ${result.path}` : '';
  return `event ${result.external_id ?? '?'}: ${result.outcome}${result.code ? `, ${result.code}` : ''}${where}`;
}

async function conclude(
  target: Target,
  account: KnownAccount,
  file: HistoryFile,
  outcomes: Map<string, number>,
  trouble: string[],
): Promise<number> {
  if (trouble.length > 0) {
    process.stderr.write(`${trouble.slice(0, 20).join('\n')}\nNot all of the file was believed: ${listed(outcomes)}.\n`);
    return 1;
  }
  const [now] = await findAccounts(target, [account.login]).then((all) => all.filter((other) => other.id === account.id));
  const balance = spellMoney(cents(now?.balance_cents ?? account.initial_balance_cents), account.minor_digits);
  const added = (now?.events ?? 0) - account.events;
  const before = file.events.length - added;
  process.stdout.write(
    `Imported     ${added} new events, ${before} known already. The balance is now ${balance}, the account ${now?.status}.\n`,
  );
  if (file.balance !== null && now?.balance_cents !== file.balance.closing_cents) {
    process.stdout.write(
      `Note         the file ends at ${spellMoney(cents(file.balance.closing_cents), account.minor_digits)}: the account knows of more than the file does.\n`,
    );
  }
  process.stdout.write(`See          ${target.app_url}/accounts/${account.id}\n`);
  return 0;
}

await runCommand(main);
