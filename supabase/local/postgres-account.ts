// Who runs the database server. Postgres refuses to run as root, so root lends it an account of its own and a folder that
// account can reach; everybody else runs it as themselves, inside the data folder.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderId } from './settings';
import { Trouble } from './trouble';

export interface Account {
  /** Null: the server runs as whoever starts it. */
  ids: { uid: number; gid: number } | null;
  /** Folder for the programs and the clusters when an account was lent; null otherwise. */
  share: string | null;
}

const SHARE = '/var/lib/tideline';

function lookUp(name: string): { uid: number; gid: number } | null {
  if (!existsSync('/etc/passwd')) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const fields = line?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

/** Tries the ways Linux systems make an account; a minimal one without any of them still has `nobody`. */
function createAccount(): void {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', '--user-group', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']],
  ];
  for (const [program, flags] of ways) {
    try {
      execFileSync(program, flags, { stdio: 'ignore' });
      return;
    } catch {
      // This system has another way, or none; the next one is tried and the caller looks at the result.
    }
  }
}

/** The account for the person who runs this process. */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return { ids: null, share: null };
  if (process.platform !== 'linux') throw new Trouble('Postgres refuses to run as root: start this as an ordinary user.');
  if (!lookUp('postgres')) createAccount();
  const ids = lookUp('postgres') ?? lookUp('nobody');
  if (!ids) throw new Trouble('Postgres refuses to run as root and there is no other account: start this as an ordinary user.');
  mkdirSync(SHARE, { recursive: true, mode: 0o755 });
  return { ids, share: SHARE };
}

/** The folder that holds the cluster of a data folder; made and handed to the account where one was lent. */
export function clusterFolder(dataDir: string, account: Account): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!account.share || !account.ids) return join(dataDir, 'postgres');
  const folder = join(account.share, folderId(dataDir));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, account.ids.uid, account.ids.gid);
  return join(folder, 'postgres');
}
