// The webhook door behind Node's own HTTP server, in this process.
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';

/** For measurements of the door alone, without a build of the whole site; the flow tests run the real web server. */
export async function serveDoor(port = 0): Promise<Server> {
  const { POST, GET } = await import('@/app/api/webhooks/[source]/route');
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const source = (incoming.url ?? '').split('/').at(-1) ?? '';
      const headers = new Headers();
      for (let at = 0; at < incoming.rawHeaders.length; at += 2)
        headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
      const url = `http://127.0.0.1${incoming.url ?? '/'}`;
      const isPost = incoming.method === 'POST';
      const init = isPost
        ? { method: 'POST', headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }
        : { method: 'GET', headers };
      const answered = isPost ? await POST(new Request(url, init as RequestInit), { params: Promise.resolve({ source }) }) : GET();
      outgoing.writeHead(answered.status, Object.fromEntries(answered.headers));
      outgoing.end(await answered.text());
    })();
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return server;
}
