// The embedded half of a start: database, migrations, API, first data, worker, in this order.
import { addressOf, openCluster } from './open-cluster';
import { ensureDatabase, ensureRoles } from './database';
import { ensureLogins } from './logins';
import { requireFreePort } from './ports';
import { endLeftovers, ensureCluster, startCluster } from './postgres-cluster';
import { seedOnce } from './seeding';
import { brokerPortOf, type Settings } from './settings';
import { stackEnvironment } from './status';
import { apiPlan, brokerPlan, workerPlan, type Say, type Supervisor } from './supervisor';

/** Brings the embedded parts up and answers the environment under which our own programs reach them. */
export async function runEmbedded(supervisor: Supervisor, settings: Settings, say: Say): Promise<Record<string, string>> {
  say('Starting the database');
  const opened = openCluster(settings.dataDir, settings.databasePort);
  const { cluster, keys } = opened;
  await endLeftovers(cluster);
  await requireFreePort(settings.stackPort, 'the API', 'STACK_PORT');
  await requireFreePort(settings.databasePort, 'the database', 'STACK_PORT');
  await requireFreePort(brokerPortOf(settings), 'the demo broker', 'STACK_PORT');
  await ensureCluster(cluster);
  // A fast shutdown ends sessions and writes everything down; the gentle one would wait for the API's pool.
  await supervisor.run({ name: 'database', start: () => startCluster(cluster), ask: 'SIGINT' });
  const address = addressOf(opened);
  await ensureRoles(address.superuser, keys.database_password);
  say('Migrating');
  const applied = await ensureDatabase(address, keys, settings.root);
  if (applied.length > 0) say(`${applied.length} migrations applied`);

  const environment = stackEnvironment(settings, keys);
  say('Starting the API');
  await supervisor.run(apiPlan(settings, environment, keys.publishable_key));
  const logins = await ensureLogins(settings.apiUrl, address.owner, keys);
  // The seed uses the firm's own files, which read their settings from the environment.
  Object.assign(process.env, environment);
  if (await seedOnce(settings, address, keys, logins, say)) say('Demo firm seeded');
  say('Starting the demo broker');
  await supervisor.run(brokerPlan(settings, environment));
  say('Starting the worker');
  await supervisor.run(workerPlan(settings, environment));
  return environment;
}
