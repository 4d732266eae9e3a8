// A source connected from the office: its secret is shown once, what is posted with it is heard, and switched off it is heard no more.
import { createHmac, randomUUID } from 'node:crypto';
import { expect, signIn, status, test } from './support/office';
import { inLooks } from './support/sight';

async function post(slug: string, secret: string): Promise<number> {
  const body = JSON.stringify({ type: 'batch', timestamp: new Date().toISOString(), events: [] });
  const [id, at] = [randomUUID(), `${Math.floor(Date.now() / 1000)}`];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature };
  return (await fetch(`${status().app_url}/api/webhooks/${slug}`, { method: 'POST', headers, body })).status;
}

test('connect, post, switch off', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'config');
  await page.goto('/integrations', { waitUntil: 'networkidle' });
  await page.getByLabel('Who posts').selectOption('neutral:other');
  await page.getByLabel('Name in the address').fill('second-broker');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const secret = await page.locator('[data-secret]').innerText();
  expect(secret).toMatch(/^whsec_/);
  const forged = `whsec_${Buffer.from('not the secret of this source').toString('base64')}`;
  expect(await post('second-broker', forged)).toBe(401);
  expect(await post('second-broker', secret)).not.toBe(401);
  await page.getByRole('link', { name: 'Open the new source' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('second-broker');
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  await inLooks(page, 'a source');
  await page.locator('#switch-reason').fill('Tried out; the real one comes next week.');
  await page.getByRole('button', { name: 'Switch second-broker off' }).click();
  await expect(page.getByRole('button', { name: 'Switch second-broker on' })).toBeVisible();
  expect(await post('second-broker', secret)).toBe(401);
});
