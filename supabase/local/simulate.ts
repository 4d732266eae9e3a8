// `npm run simulate`: a deterministic broker. It opens demo accounts and posts their history, signed, to the running server, exactly as
// a real broker's relay would: the server cannot tell the difference, and a second run changes nothing.
import pLimit from 'p-limit';
import { bookMessages, knownMessages } from './broker/book';
import { queryRows } from './database';
import { CONNECTION_SLUG } from './seed/firm';
import { readSettings } from './settings';
import { messagesOf } from './simulate/cast';
import { deliver } from './simulate/deliver';
import { readOptions, USAGE, type SimulateOptions } from './simulate/options';
import { provision, type Provisioned } from './simulate/provision';
import { randomFrom } from './simulate/random';
import { Progress, Tally, wayIn } from './simulate/summary';
import { findAccounts, findConnection, findTarget, requireServer, type ConnectionTarget } from './simulate/target';
import { asRunning, readStatus } from './status';
import { runCommand } from './trouble';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), Date.now());
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const found = findTarget();
  await requireServer(found);
  const target = await findConnection(found, options.connection);
  const { parts, opened } = await provision(target, options);
  process.stderr.write(
    `${parts.length} accounts at ${target.server}, ${opened} of them new. Seed ${options.seed}, hit rate ${options.hit_rate}.\n`,
  );
  const tally = await post(target, parts, options);
  const lines = [...tally.lines(), await novelty(target, parts), ...(await standing(target, parts)), ...signIn(target, parts, options)];
  process.stdout.write(`\nAccounts    ${parts.length} (${opened} new)\n${lines.join('\n')}\n`);
  return tally.refusals.size === 0 ? 0 : 1;
}

/** Accounts side by side, each account's messages one after the other, as they happened. */
async function post(target: ConnectionTarget, parts: Provisioned[], options: SimulateOptions): Promise<Tally> {
  const stories = parts.map(({ part }) => messagesOf(part));
  const total = stories.reduce((sum, messages) => sum + messages.length, 0);
  book(target, parts, stories);
  const tally = new Tally();
  const progress = new Progress(total, process.stderr);
  const limit = pLimit(options.concurrency);
  await Promise.all(
    stories.map((messages) =>
      limit(async () => {
        for (const message of messages) {
          // Drawn from the message itself, so that a second run loses the same ones.
          if (options.drop > 0 && randomFrom('lost', options.seed, message.webhook_id).chance(options.drop)) tally.lose();
          else tally.add(await deliver(target, message));
          progress.step(tally);
        }
      }),
    ),
  );
  return tally;
}

/** The demo broker keeps what its relay sends, so that what is lost on the way can be asked for again. */
function book(target: ConnectionTarget, parts: Provisioned[], stories: ReturnType<typeof messagesOf>[]): void {
  const { dataDir, hosted } = readSettings();
  if (hosted || target.slug !== CONNECTION_SLUG) return;
  const known = knownMessages(dataDir);
  const told = stories.flatMap((messages, index) =>
    messages
      .filter(({ again, webhook_id }) => !again && !known.has(webhook_id))
      .map(({ webhook_id: id, body }) => ({ id, body, at: Date.now(), login: parts[index]?.login ?? '' })),
  );
  bookMessages(dataDir, told);
}

/** A message that came before is answered as it was the first time, so only the events kept can say what this run added. */
async function novelty(target: ConnectionTarget, parts: Provisioned[]): Promise<string> {
  const before = parts.reduce((sum, part) => sum + part.events, 0);
  const ids = new Set(parts.map((part) => part.account_id));
  const now = (
    await findAccounts(
      target,
      parts.map((part) => part.login),
    )
  ).filter((account) => ids.has(account.id));
  const added = now.reduce((sum, account) => sum + account.events, 0) - before;
  return added === 0
    ? 'New         nothing: every event was known already'
    : `New         ${added} events that the office did not know before`;
}

/** How the accounts of the run stand afterwards, in the words of the office. */
async function standing(target: ConnectionTarget, parts: Provisioned[]): Promise<string[]> {
  const ids = parts.map(({ account_id }) => account_id);
  const statuses = await queryRows<{ status: string; number: string }>(
    target.db_url,
    'select status, count(*)::text as number from public.accounts where id = any ($1) group by status order by status',
    [ids],
  );
  const breaches = await queryRows<{ rule: string; state: string; number: string }>(
    target.db_url,
    "select rule, state, count(*)::text as number from public.risk_violations where account_id = any ($1) and outcome = 'breach' group by rule, state order by rule, state",
    [ids],
  );
  return [
    `Standing    ${statuses.map((row) => `${row.status} ${row.number}`).join(', ') || 'none'}`,
    `Breaches    ${breaches.map((row) => `${row.rule} ${row.number} ${row.state}`).join(', ') || 'none'}`,
  ];
}

/** A hosted project has no demo logins. */
function signIn(target: ConnectionTarget, parts: Provisioned[], { user }: SimulateOptions): string[] {
  const settings = readSettings();
  const logins = settings.hosted ? [] : (readStatus(asRunning(settings))?.logins ?? []);
  return wayIn(target.app_url, parts[0]?.login, logins, user);
}

await runCommand(main);
