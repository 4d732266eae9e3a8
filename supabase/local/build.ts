// The production build, made again only when something it is made of has changed since the last one.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isAlive, pause, remember, type KnownProcess } from './processes';
import { Trouble } from './trouble';

const FOLDERS = ['app', 'components', 'lib', 'public'];
const FILES = [
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'tailwind.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];

const require = createRequire(import.meta.url);

/** Path of Next's own program. */
export const nextProgram = (): string => join(dirname(require.resolve('next/package.json')), 'dist', 'bin', 'next');

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => filesUnder(join(folder, name)));
}

/** One number for everything the build is made of. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of [...FOLDERS, ...FILES].flatMap((name) => filesUnder(join(root, name)))) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** Waits its turn: two stacks of one checkout share the build. */
async function takeLock(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(remember(process.pid)), { flag: 'wx' });
      return;
    } catch {
      const owner = readLock(path);
      if (owner && isAlive(owner) && owner.pid !== process.pid) await pause(500);
      else rmSync(path, { force: true });
    }
  }
}

function readLock(path: string): KnownProcess | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KnownProcess;
  } catch {
    return null;
  }
}

function runBuild(root: string): Promise<void> {
  const environment: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const child = spawn(process.execPath, [nextProgram(), 'build'], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) done();
      else
        fail(
          new Trouble(
            /ENOSPC/.test(said) ? 'The disk is full: free some space, then start again.' : `The web build failed:\n${said.trim()}`,
          ),
        );
    });
  });
}

/** Builds when needed; answers whether it did. */
export async function ensureBuild(root: string, before: () => void = () => undefined): Promise<boolean> {
  const marker = join(root, '.next', 'built-from');
  const lock = join(root, '.next', 'cache', 'build.lock');
  const isCurrent = (): boolean =>
    existsSync(marker) && existsSync(join(root, '.next', 'BUILD_ID')) && readFileSync(marker, 'utf8') === sourceHash(root);
  if (isCurrent()) return false;
  await takeLock(lock);
  try {
    if (isCurrent()) return false;
    before();
    const hash = sourceHash(root);
    rmSync(marker, { force: true });
    await runBuild(root);
    writeFileSync(marker, hash);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}
