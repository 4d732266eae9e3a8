// Addresses that people type in: nothing of our own network is reached through one, however it is spelled.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stripeAddress } from '@/lib/orders/providers/stripe';
import { checkedAddress, guardedFetch, isPrivate } from '@/lib/trades/providers/guarded-fetch';

let hits = 0;
let port = 0;
const canary = createServer((request, response) => {
  hits += 1;
  if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end();
  else if (request.url === '/huge') response.end('x'.repeat(5000));
  else if (request.url === '/slow') setTimeout(() => response.end('late'), 2000);
  else response.end('here');
});
beforeAll(async () => {
  await new Promise<void>((resolve) => canary.listen(0, '0.0.0.0', resolve));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

const outside = guardedFetch({ mayBePrivate: false, patienceMs: 500, maxBytes: 1000 });
const inside = guardedFetch({ mayBePrivate: true, patienceMs: 500, maxBytes: 1000 });

const HOSTILE = [
  '127.0.0.1',
  'localhost',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '0',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '168.63.129.16',
  '192.88.99.1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  'user:pass@127.0.0.1',
  'localhost.',
  '127.0.0.1.',
];

test.each(HOSTILE)('https://%s is not called', async (host) => {
  await expect(outside(`https://${host}:${port}/`)).rejects.toThrow();
  expect(hits).toBe(0);
});

test.each(['http://example.com', 'file:///etc/passwd', 'gopher://127.0.0.1', 'ftp://example.com', 'data:text/plain,x', 'nonsense', ''])(
  '"%s" is no address to call',
  async (address) => {
    await expect(outside(address)).rejects.toThrow();
    expect(hits).toBe(0);
  },
);

test('public addresses pass the check, private ones do not', () => {
  expect(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '93.184.216.34'].map(isPrivate)).toEqual([false, false, false, false]);
  expect(() => checkedAddress('https://8.8.8.8/x', { mayBePrivate: false })).not.toThrow();
});

test('a neighbour is reached where neighbours are meant, without redirects, patience or size for ever', async () => {
  const there = `http://127.0.0.1:${port}`;
  const answer = await inside(`${there}/`, { method: 'POST', body: '{}' });
  expect([answer.status, await answer.text()]).toEqual([200, 'here']);
  await expect(inside(`${there}/redirect`)).rejects.toThrow('302');
  await expect(inside(`${there}/huge`)).rejects.toThrow('more than 1000 bytes');
  await expect(inside(`${there}/slow`)).rejects.toThrow();
});

test('a key goes to an address that somebody typed on one machine only, whatever asks by it', () => {
  vi.stubEnv('STRIPE_BASE_URL', '');
  vi.stubEnv('STACK_EMBEDDED', '1');
  expect(stripeAddress('http://127.0.0.1:1/')).toBe('http://127.0.0.1:1');
  vi.stubEnv('STACK_EMBEDDED', '');
  expect([stripeAddress('https://elsewhere.test'), stripeAddress(undefined)]).toEqual(Array(2).fill('https://api.stripe.com'));
  vi.unstubAllEnvs();
});
