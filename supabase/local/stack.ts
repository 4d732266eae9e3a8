// `npm run stack -- start|stop|reset|status`: the same stack without a terminal that has to stay open.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeCluster } from './open-cluster';
import { clusterFolder, databaseAccount } from './postgres-account';
import { endProcess, pause, processesIn, signal } from './processes';
import { readSettings, type Settings } from './settings';
import { clearState, readState, runningState, supervisorOf } from './state';
import { readStatus } from './status';
import { runCommand, Trouble } from './trouble';

const NOT_RUNNING = 3;

/** Starts a supervisor that outlives this command, and answers once it is ready. */
async function start(settings: Settings): Promise<number> {
  const running = runningState(settings.dataDir);
  if (running?.ready) {
    process.stdout.write(`It is running already: ${running.app_url}\n`);
    return 0;
  }
  const logFile = join(settings.dataDir, 'logs', 'stack.log');
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = openSync(logFile, 'w', 0o600);
  const args = ['--import', 'tsx', join(settings.root, 'supabase', 'local', 'start.ts'), 'start'];
  const child = spawn(process.execPath, args, { cwd: settings.root, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let ended: number | null = null;
  child.once('exit', (code) => (ended = code ?? 1));
  let shown = 0;
  const show = (): void => {
    const text = readFileSync(logFile, 'utf8');
    process.stdout.write(text.slice(shown));
    shown = text.length;
  };
  while (ended === null && !runningState(settings.dataDir)?.ready) {
    await pause(200);
    show();
  }
  await pause(200);
  show();
  child.unref();
  return ended ?? 0;
}

/** Ends the supervisor; it ends its parts. Whatever a killed supervisor left running is ended here. */
async function stop(settings: Settings): Promise<number> {
  const supervisor = supervisorOf(settings.dataDir);
  if (supervisor) await endProcess(supervisor, 40_000);
  const state = readState(settings.dataDir);
  if (!supervisor && !state) {
    process.stdout.write('Nothing is running.\n');
    return 0;
  }
  for (const [name, part] of Object.entries(state?.parts ?? {})) await endProcess(part, 10_000, name === 'database' ? 'SIGINT' : 'SIGTERM');
  clearState(settings.dataDir);
  process.stdout.write('Stopped.\n');
  return 0;
}

/** Throws away the database and the keys of this data folder, and nothing else. */
async function reset(settings: Settings): Promise<number> {
  if (settings.hosted) throw new Trouble('A Supabase project is named in the settings: reset only ever clears the embedded stack.');
  await stop(settings);
  if (existsSync(settings.dataDir)) {
    const account = databaseAccount();
    const folder = clusterFolder(settings.dataDir, account);
    for (const stray of processesIn(folder)) signal(stray, 'SIGKILL');
    removeCluster(folder);
    if (account.share) rmSync(dirname(folder), { recursive: true, force: true });
    for (const name of ['keys.json', 'mail', 'logs']) rmSync(join(settings.dataDir, name), { recursive: true, force: true });
  }
  process.stdout.write('The database and the keys are gone; the next start makes new ones.\n');
  return 0;
}

function status(settings: Settings, asJson: boolean): number {
  const found = readStatus(settings);
  const running = found?.running ?? false;
  if (asJson) {
    process.stdout.write(`${JSON.stringify(found ?? { running: false, logins: [], parts: {} })}\n`);
    if (!found) process.stderr.write('There is no stack in this data folder yet: run `npm start`.\n');
  } else {
    process.stdout.write(found && running ? `Running: ${found.app_url}\n` : 'Not running.\n');
    for (const [name, alive] of Object.entries(found?.parts ?? {})) process.stdout.write(`  ${name.padEnd(9)} ${alive ? 'up' : 'down'}\n`);
  }
  return running ? 0 : NOT_RUNNING;
}

async function main(): Promise<number> {
  const [verb, ...flags] = process.argv.slice(2);
  const settings = readSettings();
  if (verb === 'start') return start(settings);
  if (verb === 'stop') return stop(settings);
  if (verb === 'reset') return reset(settings);
  if (verb === 'status') return status(settings, flags.includes('--json'));
  throw new Trouble('Say what to do with the stack: npm run stack -- start | stop | reset | status [--json]', 2);
}

await runCommand(main);
