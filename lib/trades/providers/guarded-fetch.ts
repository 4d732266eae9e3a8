// Calls an address that somebody typed in: looked up once and connected to exactly there, never into our own network, never redirected,
// never for long and never for much. Answers like `fetch`.
import { lookup } from 'node:dns';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

interface Guard {
  /** On one machine the listener is a neighbour; on the internet nobody we call lives on our own network. */
  mayBePrivate: boolean;
  patienceMs: number;
  maxBytes: number;
}

const PRIVATE_4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // A public number by which one cloud tells its machines their secrets.
  ['168.63.129.16', 32],
];
const ours = new BlockList();
for (const [net, bits] of PRIVATE_4) ours.addSubnet(net, bits, 'ipv4');
// Only what is routed on the internet; every other block of six is somebody's own, reserved, or four in disguise.
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const disguised = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  disguised.addSubnet(net, bits, 'ipv6');

/** Whether an address is anywhere but on the public internet. */
export function isPrivate(address: string): boolean {
  if (!isIPv6(address)) return ours.check(address, 'ipv4');
  return !global6.check(address, 'ipv6') || disguised.check(address, 'ipv6');
}

export class Unreachable extends Error {}

/** Throws `Unreachable` for whatever is not a plain web address. */
export function checkedAddress(address: string, { mayBePrivate }: Pick<Guard, 'mayBePrivate'>): URL {
  if (!URL.canParse(address)) throw new Unreachable('This is no web address.');
  const url = new URL(address);
  const schemes = mayBePrivate ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) throw new Unreachable(`An address begins with ${schemes[0]}//.`);
  if (url.username !== '' || url.password !== '') throw new Unreachable('An address carries no name or password.');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayBePrivate && isIP(literal) !== 0 && isPrivate(literal)) throw new Unreachable('This address lies in a private network.');
  return url;
}

/** One lookup, checked and then used: what it answers a moment later does not matter. */
const guardedLookup =
  (mayBePrivate: boolean): LookupFunction =>
  (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const allowed = error ? [] : found.filter(({ address }) => mayBePrivate || !isPrivate(address));
      const first = allowed[0];
      if (!first) return done(error ?? new Unreachable(`${host} lies in a private network.`), '', 0);
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };

export function guardedFetch(guard: Guard): typeof fetch {
  return async (input, init = {}) => {
    const url = checkedAddress(input instanceof Request ? input.url : String(input), guard);
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = Object.fromEntries(new Headers(init.headers));
    return new Promise<Response>((resolve, reject) => {
      const asked = send(
        url,
        { method: init.method ?? 'GET', headers, lookup: guardedLookup(guard.mayBePrivate), signal: AbortSignal.timeout(guard.patienceMs) },
        (answer) => whole(answer, guard.maxBytes).then(resolve, reject),
      );
      asked.on('error', reject);
      asked.end(typeof init.body === 'string' ? init.body : undefined);
    });
  };
}

async function whole(answer: IncomingMessage, maxBytes: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += (chunk as Buffer).byteLength;
    if (size > maxBytes) {
      answer.destroy();
      throw new Unreachable(`The answer has more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk as Buffer);
  }
  const status = answer.statusCode ?? 0;
  // A redirect is not followed: it would lead past the check.
  if (status < 200 || (status >= 300 && status < 400)) throw new Unreachable(`The address answered ${status}, which is no answer.`);
  return new Response(status === 204 ? null : Buffer.concat(chunks), { status });
}
