// `npm run -s replay -- ACCOUNT [--at TIME]`: an account told again from its first event. Prints its facts, rule states and verdicts as
// JSON, always the same bytes; without --at it compares them with what is stored and ends with 1 where one byte differs.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { canonicalJson } from '@/lib/canonical-json';
import { documentDifference } from '@/lib/challenges/difference';
import { closePool } from '@/lib/db/pool';
import { rebuildFacts, type Rebuilt } from '@/lib/trades/facts-replay';
import { millisOf } from '@/lib/trades/instant-text';
import { findAccounts, findTarget, type Target } from './simulate/target';
import { runCommand, Trouble } from './trouble';

const USAGE = `Usage: npm run -s replay -- ACCOUNT [--at TIME]
  ACCOUNT        login or id of an account
  --at TIME      as of an instant, such as 2026-11-20T14:00:00Z; nothing is compared then`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHOWN = 20;

function wanted(args: string[]): { account: string; until: number | null } | null {
  let read: { values: { at?: string; help?: boolean }; positionals: string[] };
  try {
    read = parseArgs({ args, allowPositionals: true, options: { at: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n${USAGE}`);
  }
  if (read.values.help) return null;
  const [account, ...more] = read.positionals;
  if (!account || more.length > 0) throw new Trouble(`Name one account.\n${USAGE}`);
  return { account, until: read.values.at === undefined ? null : instant(read.values.at) };
}

function instant(text: string): number {
  try {
    return millisOf(text);
  } catch {
    throw new Trouble(`--at must be an instant with its zone, such as 2026-11-20T14:00:00Z, but it is "${text}".`);
  }
}

async function idOf(target: Target, account: string): Promise<string> {
  if (UUID.test(account)) return account.toLowerCase();
  const found = await findAccounts(target, [account]);
  if (found.length > 1)
    throw new Trouble(`${found.length} servers have an account ${account}: name it by its id (${found.map(({ id }) => id).join(', ')}).`);
  if (!found[0]) throw new Trouble(`There is no account ${account}.`);
  return found[0].id;
}

/** What a dispute is answered with. What is stored is left out: it is compared, not told. */
function told({ stored: _stored, ...rebuilt }: Rebuilt, until: number | null): string {
  const facts_sha256 = createHash('sha256').update(canonicalJson(rebuilt.facts)).digest('hex');
  return canonicalJson({ ...rebuilt, as_of: until === null ? null : new Date(until).toISOString(), facts_sha256 }, 2);
}

function compare({ facts, stored, login, events }: Rebuilt): number {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (stored === null) {
    say(`${login}: no facts are stored yet, so there is nothing to compare.`);
    return events === 0 ? 0 : 1;
  }
  if (canonicalJson(facts) === canonicalJson(stored)) {
    say(`${login}: ${events} events told again, the same facts byte for byte.`);
    return 0;
  }
  const differences = documentDifference(stored, facts);
  say(`${login}: the facts DIFFER in ${differences.length} places.`);
  for (const { path, old, new: now } of differences.slice(0, SHOWN))
    say(`  ${path}: stored ${old ?? 'nothing'}, rebuilt ${now ?? 'nothing'}`);
  return 1;
}

async function main(): Promise<number> {
  const asked = wanted(process.argv.slice(2));
  if (asked === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const target = findTarget();
  try {
    const rebuilt = await rebuildFacts(await idOf(target, asked.account), asked.until);
    if (rebuilt === null) throw new Trouble(`There is no account ${asked.account}.`);
    process.stdout.write(`${told(rebuilt, asked.until)}\n`);
    return asked.until === null ? compare(rebuilt) : 0;
  } finally {
    await closePool();
  }
}

await runCommand(main);
