// The cluster and the keys that belong to one data folder.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from './database';
import { ensureKeys, readKeys, type Keys } from './keys';
import { clusterFolder, databaseAccount } from './postgres-account';
import { prepareBinaries } from './postgres-binaries';
import { superuserUrl, type Cluster } from './postgres-cluster';

export interface OpenedCluster {
  cluster: Cluster;
  keys: Keys;
}

/**
 * Names the cluster of a data folder and makes its keys. Where the database is kept outside of the data folder and that folder was
 * deleted, the database's passwords went with it; nobody can open it any more, so it is cleared away for a new one.
 */
export function openCluster(dataDir: string, port: number, durable = true): OpenedCluster {
  const account = databaseAccount();
  const folder = clusterFolder(dataDir, account);
  if (readKeys(dataDir) === null && existsSync(folder)) removeCluster(folder);
  const keys = ensureKeys(dataDir);
  const binaries = prepareBinaries(account);
  const logFile = join(dataDir, 'logs', 'postgres.log');
  return { keys, cluster: { folder, port, superuserPassword: keys.superuser_password, logFile, account, binaries, durable } };
}

export function removeCluster(folder: string): void {
  for (const beside of ['ready', 'password']) rmSync(`${folder}.${beside}`, { force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** The addresses of one database of a cluster, as its superuser and as the owner. */
export function addressOf({ cluster, keys }: OpenedCluster, database = 'postgres'): DatabaseAddress {
  const owner = `postgresql://postgres:${keys.database_password}@127.0.0.1:${cluster.port}/${database}`;
  return { superuser: superuserUrl(cluster, database), owner };
}
