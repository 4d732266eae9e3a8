// Serves a Web-standard request handler over Node's own HTTP server, for this machine only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

type Handler = (request: Request, peer: string | null) => Promise<Response> | Response;

/** The two APIs; everything else the package would serve (its studio, its introspection) is nobody's business. */
const SERVED = /^\/(?:auth|rest)\/v1(?:\/|$)/;

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : (Readable.toWeb(incoming) as unknown as ReadableStream);
  const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
  return new Request(url, { method, headers, body, ...(body ? { duplex: 'half' } : {}) } as RequestInit);
}

async function answer(response: Response, outgoing: ServerResponse): Promise<void> {
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  if (!response.body) {
    outgoing.end();
    return;
  }
  for await (const chunk of Readable.fromWeb(response.body as unknown as NodeReadableStream)) outgoing.write(chunk);
  outgoing.end();
}

async function serveOne(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    if (!SERVED.test((incoming.url ?? '').split('?')[0] ?? '')) {
      outgoing.writeHead(404).end();
      return;
    }
    await answer(await handler(toRequest(incoming), incoming.socket.remoteAddress ?? null), outgoing);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

/** Listens on the loopback address; resolves once it does. */
export function serveLocally(handler: Handler, port: number): Promise<Server> {
  const server = createServer((incoming, outgoing) => void serveOne(handler, incoming, outgoing));
  // Longer than the idle time of the clients' pools, so that a kept connection is closed by the side that would use it next.
  server.keepAliveTimeout = 65_000;
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done(server));
  });
}
