// Stands a whole stack up for the browser tests, and takes it down again. No browser means no tests, and that is said aloud.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BROWSER = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Two neighbouring free ports: the stack puts its database and its demo broker beside its API. */
async function freeRow(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

export default async function stand(): Promise<() => void> {
  if (!existsSync(BROWSER)) {
    throw new Error(`No browser at ${BROWSER}: nothing that people see was tested. Install Chromium or set CHROMIUM_PATH.`);
  }
  // A stack that stands already may be named, so that one test can be tried again without waiting for another start.
  if (process.env.E2E_STATUS) return () => undefined;
  const { NODE_ENV: _tests, ...inherited } = process.env;
  const dataDir = mkdtempSync(join(tmpdir(), 'tideline-e2e-'));
  const settings = { PORT: String(await freePort()), STACK_PORT: String(await freeRow()), DATA_DIR: dataDir };
  const environment: NodeJS.ProcessEnv = { ...inherited, NODE_ENV: 'production', ...settings };
  const stack = (...words: string[]) =>
    execFileSync('npm', ['run', '-s', 'stack', '--', ...words], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const down = () => {
    stack('stop');
    stack('reset');
  };
  try {
    stack('start');
    process.env.E2E_STATUS = stack('status', '--json');
    process.env.E2E_SETTINGS = JSON.stringify(settings);
  } catch (trouble) {
    down();
    throw trouble;
  }
  return down;
}
