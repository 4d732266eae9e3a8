// The demo broker: the platform behind the demo firm's connection. It acknowledges orders and sends again what its relay failed to post,
// so that trading is really stopped somewhere and a dropped message really comes back. Loopback only.
import { createServer } from 'node:http';
import { queryRows, runSql } from './database';
import { answerOf } from './broker/answer';
import { brokerPortOf, readSettings } from './settings';
import { findConnection, findTarget } from './simulate/target';
import { CONNECTION_SLUG } from './seed/firm';

const MAX_BYTES = 1_048_576;

async function main(): Promise<void> {
  const settings = readSettings();
  const port = brokerPortOf(settings);
  const found = findTarget();
  const address = `http://127.0.0.1:${port}/broker`;
  const connections = await queryRows<{ id: string }>(found.db_url, 'select id from public.connections where slug = $1', [CONNECTION_SLUG]);
  if (connections.length > 0) {
    // An address that somebody set by hand stays.
    await runSql(
      found.db_url,
      `update public.connections set orders_url = coalesce(orders_url, '${address}'), resync_url = coalesce(resync_url, '${address}') where slug = '${CONNECTION_SLUG}'`,
    );
  }
  const server = createServer((request, response) => {
    const answer = async (): Promise<{ status: number; body: unknown }> => {
      let body = '';
      for await (const chunk of request) {
        body += String(chunk);
        if (body.length > MAX_BYTES) return { status: 413, body: {} };
      }
      // Asked for each time: a rotated secret is valid at once.
      const { secret } = await findConnection(found, CONNECTION_SLUG);
      return answerOf(settings.dataDir, secret, { headers: request.headers as Record<string, string>, body }, new Date());
    };
    const respond = ({ status, body }: { status: number; body: unknown }) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/health') return respond({ status: 200, body: {} });
    answer().then(respond, (error: unknown) => {
      console.error('The demo broker could not answer.', error);
      respond({ status: 500, body: {} });
    });
  });
  server.listen(port, '127.0.0.1');
}

await main();
