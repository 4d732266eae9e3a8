// Whoever is stopped is stopped at their next request, wherever they stand: a page, a deed, the stream. And a session that was ended or
// tampered with opens nothing.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { enter, signUp, sql } from './support/firm';
import { expect, signIn, test } from './support/office';

async function colleague(role: string): Promise<{ id: string; email: string }> {
  const email = `${role}-${randomUUID()}@people.test`;
  const id = await signUp(email);
  await sql('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', id, email, `Lena ${role}`, role);
  return { id, email };
}

const streamStatus = (page: Page) =>
  page.evaluate(async () => {
    const stop = new AbortController();
    const answer = await fetch('/api/stream', { signal: stop.signal, redirect: 'manual' });
    stop.abort();
    return answer.status;
  });

test('a colleague who is deactivated is refused at the next page, the next deed and the stream', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { email } = await colleague('support');
  const theirs = await enter(browser, email, /\/$/);
  await theirs.goto('/traders');
  await theirs.locator('table a[href^="/traders/"]').first().click();
  await expect(theirs.getByRole('heading', { name: 'Notes' })).toBeVisible();
  await theirs.getByLabel('New note').fill('Written a moment too late.');

  await signIn(page, 'admin');
  await page.goto('/staff');
  await page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('button', { name: /^Change/ })
    .click();
  await page.getByLabel('Reason').fill('Left the firm.');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('inactive');

  await theirs.getByRole('button', { name: 'Add note' }).click();
  await expect(theirs.getByText('Written a moment too late.', { exact: true }).and(theirs.locator('li p'))).toHaveCount(0);
  expect([401, 403]).toContain(await streamStatus(theirs));
  await theirs.goto('/accounts');
  await expect(theirs).toHaveURL(/\/login/);
  expect(await sql('select body from public.trader_notes where body like $1', '%moment too late%')).toEqual([]);
  await theirs.context().close();
});

test('a trader who is banned is out of the portal at once, and their accounts are blocked with the reason', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const email = `banned-${randomUUID()}@people.test`;
  const user = await signUp(email);
  await sql('insert into public.traders (auth_user_id, email, full_name) values ($1, $2, $3)', user, email, 'Vic Tim');
  const [made] = await sql(
    `select public.open_account(jsonb_build_object('connection_id', (select id from public.connections where slug = 'neutral'), 'platform', 'mt5', 'server', 'Demo-Live',
       'login', $1::text, 'email', $2::text, 'full_name', 'Vic Tim', 'challenge_type_id', (select challenge_type_id from public.phases where position = 1 limit 1), 'now', now())) as opened`,
    `99${Date.now()}`,
    email,
  );
  const opened = made?.opened as { account_id: string; trader_id: string };
  const theirs = await enter(browser, email, /\/portal/);

  await signIn(page, 'risk');
  await page.goto(`/traders/${opened.trader_id}`);
  await page.getByLabel('Ban').check();
  await expect(page.getByRole('list', { name: 'What it does' })).toContainText('is blocked and its trading stops');
  await page.getByLabel('Reason (the trader reads it)').fill('Two people, one sign-in.');
  await page.getByRole('button', { name: 'Ban' }).click();
  await expect(page.getByText('Banned', { exact: true }).first()).toBeVisible();

  await theirs.goto('/portal');
  await expect(theirs).toHaveURL(/\/login/);
  expect(await sql('select status from public.accounts where id = $1', opened.account_id)).toEqual([{ status: 'blocked' }]);
  await theirs.context().close();
});

test('a session that was ended elsewhere, and a token somebody changed, open nothing', async ({ browser }) => {
  test.setTimeout(120_000);
  const { id, email } = await colleague('viewer');
  const theirs = await enter(browser, email, /\/$/);
  await sql('select private.end_sessions($1)', id);
  await theirs.goto('/accounts');
  await expect(theirs).toHaveURL(/\/login/);

  const again = await enter(browser, email, /\/$/);
  const cookies = await again.context().cookies();
  await again
    .context()
    .addCookies(cookies.filter(({ name }) => name.includes('auth-token')).map((cookie) => ({ ...cookie, value: tampered(cookie.value) })));
  await again.goto('/accounts');
  await expect(again).toHaveURL(/\/login/);
  await theirs.context().close();
  await again.context().close();
});

/** The claims say an admin's id now, under the old signature. */
function tampered(cookie: string): string {
  const session = JSON.parse(Buffer.from(cookie.replace(/^base64-/, ''), 'base64url').toString('utf8')) as { access_token: string };
  const [head = '', body = '', signature = ''] = session.access_token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: randomUUID() })).toString('base64url');
  return `base64-${Buffer.from(JSON.stringify({ ...session, access_token: [head, forged, signature].join('.') })).toString('base64url')}`;
}
