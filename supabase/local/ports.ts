// Whether a port can be had, and one that can.
import { createServer } from 'node:net';
import { Trouble, systemCode } from './trouble';

/** True when nobody listens on the port of this address. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'EADDRINUSE' || code === 'EACCES') done(false);
      else if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') done(true);
      else fail(error);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(true)));
  });
}

/** Refuses with one sentence that names the setting which moves the port. */
export async function requireFreePort(port: number, what: string, setting: string): Promise<void> {
  const hosts = setting === 'PORT' ? ['127.0.0.1', '::'] : ['127.0.0.1'];
  for (const host of hosts) {
    if (await isPortFree(port, host)) continue;
    throw new Trouble(`Port ${port} for ${what} is taken by another program: stop it, or set ${setting} to another port.`);
  }
}

/** A port that was free a moment ago, for tests that run beside each other. */
export function anyFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
