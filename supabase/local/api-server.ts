// The process that serves the embedded APIs. It listens only once it is warm and our grants are back in place.
import { join } from 'node:path';
import { createApi, emailDriver, warmUp } from './api-app';
import { applyGrants } from './database';
import { serveLocally } from './http-bridge';
import { readKeys } from './keys';
import { MailFile } from './mail-file';
import { readSettings } from './settings';
import { databaseUrl } from './status';
import { Trouble, runCommand } from './trouble';

async function serve(): Promise<number> {
  const settings = readSettings({ ...process.env, STACK_EMBEDDED: '1' });
  const keys = readKeys(settings.dataDir);
  if (!keys) throw new Trouble('There are no keys in the data folder: start the stack first.');
  const owner = databaseUrl(settings, keys);
  const app = createApi({
    databaseUrl: owner,
    keys,
    appUrl: settings.appUrl,
    supabaseFolder: join(settings.root, 'supabase'),
    email: emailDriver(settings.values, new MailFile(join(settings.dataDir, 'mail'))),
  });
  await warmUp(app, keys, () => applyGrants(owner));
  const server = await serveLocally((request, peer) => app.fetch(request, { peerAddress: peer }), settings.stackPort);
  await new Promise<void>((done) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => done());
  });
  server.close();
  server.closeAllConnections();
  await app.connection.close();
  return 0;
}

await runCommand(serve);
