// R26: every setting that is a secret is set to a word of its own, the office is built and started with them, and people of every role read
// every page, its payload, its files and its errors, while the database is gone for a moment too. None of those words, and none of the keys
// the stack made for itself, may stand in what a browser gets, in the build, or in a log.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { userClient } from '@/lib/db/clients';
import { readKeys } from '@/supabase/local/keys';
import { anyFreePort, isPortFree } from '@/supabase/local/ports';
import { projectRoot } from '@/supabase/local/settings';
import { readState } from '@/supabase/local/state';
import type { StackStatus } from '@/supabase/local/status';
import { canarySettings, stackCanaries, sung, sungIn, type Canary } from './canaries';
import { atVolume, IS_FULL, scoreRow } from './row';

const run = promisify(execFile);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Those who see most come first. */
const ROLES = ['admin', 'trader', 'auditor', 'risk', 'finance', 'config', 'support', 'viewer'];
type Met = (fault: string, by?: number) => void;

/** Whatever would leave for a provider ends here, badly, so that it is complained of. */
async function nobodyHome(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"nobody home"}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function threeFreePorts(): Promise<number> {
  for (;;) {
    const port = await anyFreePort();
    if ((await isPortFree(port + 1)) && (await isPortFree(port + 2))) return port;
  }
}

/** Every page of the tree, as a pattern without its groups. */
const PATTERNS = readdirSync(join(projectRoot, 'app'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)page\.tsx$/.test(path))
  .map((path) => `/${path}`.replace(/\/page\.tsx$/, '').replaceAll(/\/\([^)]+\)/g, '') || '/');

/** Of a deed on many accounts and of a draft, neither of which the demo firm has at first. */
const NOBODY_IS_SHOWN = ['/accounts/deeds/[id]', '/rules/[id]/edit'];

function patternOf(path: string): string | null {
  const fits = (pattern: string): boolean => {
    const [parts, asked] = [pattern.split('/'), path.split('/')];
    return parts.length === asked.length && parts.every((part, place) => part.startsWith('[') || part === asked[place]);
  };
  return PATTERNS.includes(path) ? path : (PATTERNS.find(fits) ?? null);
}

/** Somebody who follows every link they are shown. */
class Reader {
  readonly reached = new Set<string>();
  readonly found: string[] = [];
  /** What ended before it was whole. */
  readonly cut: string[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly base: string,
    private readonly cookie: string,
    private readonly canaries: readonly Canary[],
    private readonly met: Met,
  ) {}

  private async look(path: string, headers: Record<string, string>, kind: string): Promise<string> {
    const options = { headers: { cookie: this.cookie, ...headers }, redirect: 'manual' as const, signal: AbortSignal.timeout(60_000) };
    try {
      const answer = await fetch(`${this.base}${path}`, options);
      const text = await answer.text();
      const all = `${JSON.stringify([...answer.headers])}${text}`;
      this.found.push(...sung(this.canaries, all).map((name) => `${name} in ${kind} ${path}`));
      this.met(answer.status >= 400 ? 'error pages' : kind);
      return answer.status === 200 ? text : '';
    } catch (error) {
      this.cut.push(`${path}: ${String(error)}`);
      return '';
    }
  }

  async readFrom(starts: readonly string[]): Promise<void> {
    const waiting = [...starts];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const [bare = '', query = ''] = path.split('?');
      const shape = `${bare.replaceAll(UUID, '*')}?${[...new URLSearchParams(query).keys()].join()}`;
      // One of a kind is enough: the same page for another account is made of the same parts.
      if (this.seen.has(shape)) continue;
      this.seen.add(shape);
      const pattern = patternOf(bare);
      const html = await this.look(path, {}, pattern === null ? 'files' : 'pages');
      if (pattern === null || html === '') continue;
      this.reached.add(pattern);
      await this.look(path, { RSC: '1' }, 'payloads');
      const links = [...html.matchAll(/href="(\/[^"#]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
      waiting.push(...links.filter((link) => !link.startsWith('/_next/') && !/^\/(\/|favicon|icon)/.test(link)));
    }
  }
}

async function cookieOf({ email, password }: { email: string; password: string }): Promise<string> {
  const jar = new Map<string, string>();
  const client = userClient({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (all) => all.forEach(({ name, value }) => jar.set(name, value)),
  });
  const { error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

scoreRow(
  {
    row: 'R26',
    what: 'a word for every secret setting, looked for in the build, in all that people of each role are sent, and in the logs',
    target: '0 hits',
    short: { roles: ROLES.slice(0, 2) },
    full: { roles: ROLES.slice(0, atVolume(ROLES.length, 2)) },
    faults: ['canaries', 'built files', 'pages', 'payloads', 'files', 'error pages', 'answers without a database', 'log lines'],
    timeout: 3_600_000,
  },
  async ({ volume, met }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tideline-canaries-'));
    const { settings: secret, canaries: set } = canarySettings();
    const { server, url } = await nobodyHome();
    const outside = Object.fromEntries(['RESEND', 'STRIPE', 'NOWPAYMENTS'].map((name) => [`${name}_BASE_URL`, url]));
    const own = { PORT: `${await anyFreePort()}`, STACK_PORT: `${await threeFreePorts()}`, DATA_DIR: folder, STACK_EMBEDDED: '1' };
    const env: NodeJS.ProcessEnv = { ...process.env, ...secret, ...outside, ...own, NODE_ENV: 'production' };
    const stack = async (...words: string[]): Promise<string> =>
      (await run('npm', ['run', '-s', 'stack', '--', ...words], { cwd: projectRoot, env, maxBuffer: 2 ** 26 })).stdout;
    try {
      // A build of before would know nothing of these words.
      if (IS_FULL) rmSync(join(projectRoot, '.next', 'built-from'), { force: true });
      await stack('start');
      const status = JSON.parse(await stack('status', '--json')) as StackStatus;
      const keys = readKeys(folder);
      if (!keys) throw new Error('no keys');
      const canaries = [...set, ...stackCanaries(keys)];
      met('canaries', canaries.length);
      Object.assign(process.env, {
        NEXT_PUBLIC_SUPABASE_URL: status.api_url,
        NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: status.publishable_key,
      });
      const [found, cut]: [string[], string[]] = [[], []];
      const reached = new Set<string>();
      const readers = [{ email: '', password: '', role: '' }, ...status.logins.filter(({ role }) => volume.roles.includes(role))];
      const starts = [
        ...PATTERNS.filter((pattern) => !pattern.includes('[')),
        '/accounts/none',
        '/nowhere',
        '/api/health',
        '/api/v1/openapi.json',
      ];
      const cookies = await Promise.all(readers.map((login) => (login.role === '' ? '' : cookieOf(login))));
      const read = async (cookie: string): Promise<void> => {
        const reader = new Reader(status.app_url, cookie, canaries, met);
        await reader.readFrom(starts);
        found.push(...reader.found);
        cut.push(...reader.cut);
        for (const pattern of reader.reached) reached.add(pattern);
      };
      for (const cookie of cookies) await read(cookie);
      // The API falls and is lifted up again: meanwhile everything complains.
      const lost = new Reader(status.app_url, cookies.at(-1) ?? '', canaries, () => met('answers without a database'));
      process.kill(readState(folder)?.parts.api?.pid ?? 0, 'SIGKILL');
      await lost.readFrom(starts);
      found.push(...lost.found);
      const built = sungIn(canaries, join(projectRoot, '.next', 'static'));
      const server = sungIn(canaries, join(projectRoot, '.next', 'server'));
      met('built files', built.files.length + server.files.length);
      expect(built.files.filter((file) => file.endsWith('.map'))).toEqual([]);
      // The start itself prints the demo's logins, and its words are kept where a detached one has no terminal.
      const logs = sungIn(
        canaries.filter(({ name }) => name !== 'login_password'),
        join(folder, 'logs'),
      );
      for (const file of logs.files) met('log lines', readFileSync(file, 'utf8').split('\n').length);
      expect([...found, ...built.found, ...server.found, ...logs.found]).toEqual([]);
      expect(PATTERNS.filter((pattern) => !reached.has(pattern))).toEqual(NOBODY_IS_SHOWN);
      // Whoever is cut off was not sent everything that is to be looked through, and is served badly besides.
      expect(cut).toEqual([]);
    } finally {
      await stack('stop').catch(() => '');
      await stack('reset').catch(() => '');
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
