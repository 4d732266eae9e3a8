// `npm start` and `npm run dev`: brings up everything this office needs on one machine, says what it does, and stays until told to stop.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild, nextProgram } from './build';
import { runEmbedded } from './embedded';
import { welcome } from './greeting';
import { pause } from './processes';
import { requireFreePort } from './ports';
import { readSettings, type Settings } from './settings';
import { runningState } from './state';
import { readStatus } from './status';
import { becomeSupervisor, Supervisor, webPlan, workerPlan, type Say } from './supervisor';
import { runCommand, sentenceFor, Trouble } from './trouble';

export type Mode = 'start' | 'dev';

const began = Date.now();
const say: Say = (line) => process.stdout.write(`${`${((Date.now() - began) / 1_000).toFixed(1)}s`.padStart(7)}  ${line}\n`);

/** Somebody else runs already: that is what was asked for, so it is not an error. */
async function alreadyRunning(settings: Settings): Promise<number> {
  for (let tries = 0; tries < 600; tries += 1) {
    const state = runningState(settings.dataDir);
    if (state?.ready) {
      process.stdout.write(`It is running already: ${state.app_url}\n`);
      const status = readStatus(settings);
      if (status) process.stdout.write(welcome(status));
      return 0;
    }
    if (tries === 0) process.stdout.write('Another start is under way: waiting for it.\n');
    await pause(500);
    if (tries > 10 && !runningState(settings.dataDir)) break;
  }
  throw new Trouble('The start that was under way did not finish: start again.');
}

/** With a Supabase project named, only our own two programs run here. */
async function runHosted(supervisor: Supervisor, settings: Settings): Promise<void> {
  const environment = { ...settings.values, PORT: String(settings.port), APP_URL: settings.appUrl };
  if (settings.values.DATABASE_URL) await supervisor.run(workerPlan(settings, environment));
  else say('No DATABASE_URL: the worker is not started, so mails and late verdicts wait');
}

/** The health page names the parts that are not ready; the last answer becomes the sentence when the time is up. */
async function waitForHealth(settings: Settings, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  let last = 'no answer';
  while (Date.now() < end) {
    try {
      const response = await fetch(`http://127.0.0.1:${settings.port}/api/health`, { signal: AbortSignal.timeout(10_000) });
      if (response.ok) return;
      last = await response.text();
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(300);
  }
  throw new Trouble(`The office is not ready after ${seconds} seconds: ${last.slice(0, 300)} (logs: ${join(settings.dataDir, 'logs')}).`);
}

async function bringUp(supervisor: Supervisor, settings: Settings, mode: Mode): Promise<void> {
  let environment: Record<string, string> = { ...settings.values, PORT: String(settings.port), APP_URL: settings.appUrl };
  if (settings.hosted) await runHosted(supervisor, settings);
  else environment = await runEmbedded(supervisor, settings, say);
  if (mode === 'start') {
    const built = await ensureBuild(settings.root, () => say('Building the web server (once, a minute or two)'));
    if (built) say('Web server built');
  }
  say('Starting the web server');
  await supervisor.run(webPlan(settings, environment, nextProgram(), mode));
  await waitForHealth(settings, 60);
  supervisor.markReady(environment.DATABASE_URL ?? '');
  say('Ready');
  const status = settings.hosted ? null : readStatus(settings);
  process.stdout.write(status ? welcome(status) : `\n  ${settings.appUrl}\n\n`);
}

/** Resolves when this process is asked to stop. A second request while stopping does not cut it short. */
function askedToStop(): Promise<'asked'> {
  return new Promise((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => done('asked'));
  });
}

async function main(): Promise<number> {
  const mode: Mode = process.argv[2] === 'dev' ? 'dev' : 'start';
  const settings = readSettings();
  if (!existsSync(join(settings.root, 'package.json'))) throw new Trouble(`There is no project in ${settings.root}.`);
  const owner = await becomeSupervisor(settings);
  if (!owner) return alreadyRunning(settings);
  const supervisor = new Supervisor(settings, owner, say);
  const stopped = askedToStop();
  try {
    await requireFreePort(settings.port, 'the web server', 'PORT');
    const up = bringUp(supervisor, settings, mode);
    up.catch(() => undefined);
    const first = await Promise.race([up, stopped, supervisor.failed]);
    if (first !== 'asked') await Promise.race([stopped, supervisor.failed]);
    say('Stopping');
    await supervisor.end();
    say('Stopped');
    return 0;
  } catch (error) {
    await supervisor.end();
    throw error instanceof Trouble ? error : new Trouble(sentenceFor(error));
  }
}

await runCommand(main);
