// `npm run import`: a MetaTrader 5 history, read whole, proved against its own balances, and posted through the door every broker uses.
// Nothing is sent while anything is wrong with the file. Ids come from the file, so a run that was cut short is finished by the same
// command, and a file imported twice changes nothing.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { cents, spellMoney } from '@/lib/money';
import { importMt5, readHeaderOf, type ImportedFile } from '@/lib/trades/sources/mt5-import';
import { wireMessages, type WireMessage } from '@/lib/trades/sources/mt5-wire';
import { chooseAccount, checkBeginning, describe } from './import/checks';
import { readStored, sift } from './import/known';
import { readOptions, USAGE, type ImportOptions } from './import/options';
import { rehearse } from './import/rehearse';
import { deliver, type EventAnswer } from './simulate/deliver';
import { count, listed } from './simulate/summary';
import { findAccounts, findConnection, findTarget, requireServer, type KnownAccount, type Target } from './simulate/target';
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
  const account = chooseAccount(known, readHeaderOf(bytes), options);
  const file = readFileFor(bytes, account, options);
  checkBeginning(file, account);
  process.stdout.write(`${describe(file, account).join('\n')}\n`);
  const sifted = sift(file.events, await readStored(target, account));
  const messages = wireMessages(sifted.fresh, account.minor_digits);
  const against = rehearse(messages, account);
  if (against.length > 0) throw new Trouble([...against.slice(0, 20), 'Nothing was imported.'].join('\n'));
  if (options.dry_run) {
    process.stdout.write('Dry run: nothing was sent.\n');
    return 0;
  }
  return send(target, account, file, messages, sifted.known);
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

function readFileFor(bytes: Uint8Array, account: KnownAccount, options: ImportOptions): ImportedFile {
  const { platform, server, login, currency, minor_digits: digits } = account;
  const received_at = new Date().toISOString();
  const config = {
    account: { platform: options.platform, server, login },
    currency,
    digits,
    zone: options.zone,
    received_at,
    message_id: 'import',
  };
  const result = importMt5(bytes, config);
  if (result.ok) return result.value;
  const lines = result.problems.slice(0, 20).map((problem) => `${basename(options.file)}, ${problem.where}: ${problem.message}`);
  const more = result.problems.length > 20 ? [`and ${result.problems.length - 20} more`] : [];
  throw new Trouble([...lines, ...more, `Nothing was imported into ${platform} ${login}.`].join('\n'));
}

async function send(target: Target, account: KnownAccount, file: ImportedFile, messages: WireMessage[], known: number): Promise<number> {
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
  file: ImportedFile,
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
  if (now?.balance_cents !== file.closing_cents) {
    process.stdout.write(
      `Note         the file ends at ${spellMoney(cents(file.closing_cents), account.minor_digits)}: the account knows of more than the file does.\n`,
    );
  }
  process.stdout.write(`See          ${target.app_url}/accounts/${account.id}\n`);
  return 0;
}

await runCommand(main);
