// What every browser test begins with: the stack's addresses and logins, and a page that may neither complain nor call outside.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test as base, expect, type Cookie, type Page } from '@playwright/test';

interface Status {
  app_url: string;
  api_url: string;
  db_url: string;
  publishable_key: string;
  webhook_secret: string;
  logins: { email: string; password: string; role: string }[];
}

export function status(): Status {
  const text = process.env.E2E_STATUS;
  if (!text) throw new Error('The stack was not started.');
  return JSON.parse(text) as Status;
}

// A refused page answers 403 or 404, which the browser itself notes; everything else on the console is a fault.
// Letters are shown in a frame that runs no script, and what looks for faults on the page tries to look into it.
const EXPECTED = /Failed to load resource: the server responded with a status of (403|404)|^Blocked script execution in 'about:srcdoc'/;

/** What a page complains of, and where it calls: both stay empty. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  const home = new URL(status().app_url).host;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !EXPECTED.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (trouble) => faults.push(`thrown: ${trouble.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== home) faults.push(`left for ${url.host}`);
  });
  return faults;
}

export const test = base.extend<{ watched: string[] }>({
  baseURL: async ({}, hand) => hand(status().app_url),
  watched: [
    async ({ page }, hand) => {
      const faults = watch(page);
      await hand(faults);
      expect(faults, 'a clean console and no request to another host').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

// The office lets nobody sign in more than ten times in a quarter of an hour, tests neither: a role's session is kept and used again.
const sessions = new Map<string, Cookie[]>();

export async function signIn(page: Page, role: string, landing: RegExp = /\/$/): Promise<void> {
  const kept = sessions.get(role);
  if (kept) {
    await page.context().addCookies(kept);
    return;
  }
  const login = status().logins.find((one) => one.role === role);
  if (!login) throw new Error(`There is no login for ${role}.`);
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(login.email);
  await page.getByLabel('Password', { exact: true }).fill(login.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(landing);
  sessions.set(role, await page.context().cookies());
}

/** Opens a page of the office and waits until it is awake: its stream is asked for by the browser's own script. */
export async function open(page: Page, path: string): Promise<void> {
  await Promise.all([page.waitForRequest(/\/api\/stream/), page.goto(path)]);
}

/** Lets the demo broker trade, as `npm run simulate` does for people. */
export async function simulate(...words: string[]): Promise<string> {
  const settings = JSON.parse(process.env.E2E_SETTINGS ?? '{}') as Record<string, string>;
  const { NODE_ENV: _tests, ...inherited } = process.env;
  const environment: NodeJS.ProcessEnv = { ...inherited, NODE_ENV: 'production', ...settings };
  const done = await promisify(execFile)('npm', ['run', '-s', 'simulate', '--', ...words], { env: environment });
  return done.stdout;
}
