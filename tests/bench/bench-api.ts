// The embedded APIs of a measurement, in a process of their own: what they cost is not counted as the cost of those who ask them.
import { join } from 'node:path';
import { createApi, emailDriver, warmUp } from '@/supabase/local/api-app';
import { applyGrants } from '@/supabase/local/database';
import { serveLocally } from '@/supabase/local/http-bridge';
import type { Keys } from '@/supabase/local/keys';
import { projectRoot } from '@/supabase/local/settings';

export interface ApiTask {
  databaseUrl: string;
  port: number;
  keys: Keys;
}

async function serve({ databaseUrl, port, keys }: ApiTask): Promise<void> {
  const email = emailDriver({}, { send: () => Promise.resolve() });
  const appUrl = `http://127.0.0.1:${port}`;
  const app = createApi({ databaseUrl, keys, appUrl, supabaseFolder: join(projectRoot, 'supabase'), email });
  await warmUp(app, keys, () => applyGrants(databaseUrl));
  await serveLocally((request, peer) => app.fetch(request, { peerAddress: peer }), port);
  process.send?.('ready');
}

process.once('message', (task) => void serve(task as ApiTask));
process.once('disconnect', () => process.exit());
