// Settings of the firm: proposed by one, published by another, obeyed at once, and every version stays readable. No value gets in that no
// reader would understand.
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listedOrigins, takeCall } from '@/lib/api/receive';
import { tokenClient } from '@/lib/db/clients';
import { readVersions } from '@/lib/settings/read';
import { readSetting, SETTING_KEYS, settingLines, SETTINGS, writtenSetting, type SettingForm } from '@/lib/settings/schema';
import { proposeSetting, publishSetting } from '@/lib/settings/write';
import { registrationIsOpen } from '@/lib/staff/receive';
import { isAlone } from '@/lib/staff/alone-read';
import { noticesOf } from '@/lib/legal-notices';
import { startTestStack, type TestStack } from '../support/stack';

const NOW = new Date('2026-11-18T12:00:00Z');
let stack: TestStack;
const people: Record<string, SupabaseClient> = {};
beforeAll(async () => {
  stack = await startTestStack();
  for (const [name, role] of Object.entries({ ada: 'config', ben: 'admin', eve: 'risk' })) {
    const { id, accessToken } = await stack.signUp(`${name}@settings.test`);
    await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
      id,
      `${name}@settings.test`,
      name,
      role,
    ]);
    people[name] = tokenClient(accessToken);
  }
});
afterAll(() => stack?.close());

const as = (name: string): SupabaseClient => people[name] as SupabaseClient;
const propose = (name: string, form: SettingForm) => proposeSetting(as(name), form, NOW);
const waiting = async (key: SettingForm['key']) => (await readVersions(as('eve'), [key]))[key];
async function publishAs(name: string, key: SettingForm['key']) {
  return publishSetting(as(name), { key, version: (await waiting(key))?.proposed?.version ?? 0 }, NOW);
}

test('one proposes, another publishes, and what holds is what was proposed', async () => {
  expect(await registrationIsOpen()).toBe(true);
  expect(await propose('ada', { key: 'registration', state: 'closed' })).toMatchObject({ ok: true });
  expect(await registrationIsOpen()).toBe(true);
  expect(await propose('ada', { key: 'registration', state: 'closed' })).toMatchObject({ refusal: { code: 'already-proposed' } });
  expect(await publishAs('ada', 'registration')).toMatchObject({ refusal: { code: 'needs-another-person' } });
  expect(await publishAs('eve', 'registration')).toMatchObject({ refusal: { code: 'not-allowed' } });
  expect(await publishSetting(as('ben'), { key: 'registration', version: 9 }, NOW)).toMatchObject({ refusal: { code: 'stale' } });
  expect(await publishAs('ben', 'registration')).toMatchObject({ ok: true });
  expect(await registrationIsOpen()).toBe(false);
  expect(await propose('ben', { key: 'registration', state: 'closed' })).toMatchObject({ refusal: { code: 'no-change' } });
  await propose('ben', { key: 'registration', state: 'open' });
  await publishAs('ada', 'registration');
  expect((await waiting('registration'))?.published.map(({ version, value }) => [version, value])).toEqual([
    [2, { open: true }],
    [1, { open: false }],
  ]);
});

test('whoever is alone in the roles that could publish is known to be, and nobody else is taken for it', async () => {
  const { id } = (await as('ada').from('staff').select('id').eq('email', 'ada@settings.test').single()).data as { id: string };
  expect(await isAlone(as('ada'), id, ['config', 'admin'])).toBe(false);
  expect(await isAlone(as('ada'), id, ['config', 'finance'])).toBe(true);
  expect(await isAlone(as('ada'), id, ['risk'])).toBe(false);
  await stack.sql.query(`update public.staff set is_active = false where email = 'eve@settings.test'`);
  expect(await isAlone(as('ada'), id, ['risk'])).toBe(true);
  await stack.sql.query(`update public.staff set is_active = true where email = 'eve@settings.test'`);
});

test('legal notices are linked as they are published, and what is no https address is none', async () => {
  const notices = 'Terms of use https://firm.example/terms\nPrivacy https://firm.example/privacy';
  expect(await propose('ada', { key: 'legal_notices', notices: 'Terms http://firm.example/terms' })).toMatchObject({ ok: false });
  expect(await propose('ada', { key: 'legal_notices', notices })).toMatchObject({ ok: true });
  expect(await publishAs('ben', 'legal_notices')).toMatchObject({ ok: true });
  expect(noticesOf((await waiting('legal_notices'))?.published[0]?.value)).toEqual([
    { title: 'Terms of use', url: 'https://firm.example/terms' },
    { title: 'Privacy', url: 'https://firm.example/privacy' },
  ]);
});

test('other pages and other limits hold for the very next call', async () => {
  await propose('ada', { key: 'api_origins', origins: ' https://app.example.com\nhttp://localhost:5173\nhttps://app.example.com' });
  await publishAs('ben', 'api_origins');
  expect(await listedOrigins()).toEqual(['https://app.example.com', 'http://localhost:5173']);
  await propose('ada', { key: 'api_limits', read_per_minute: '2', write_per_minute: '1' });
  expect(await takeCall('one', 'write', NOW)).toBe(true);
  expect(await takeCall('one', 'write', NOW)).toBe(true);
  await publishAs('ben', 'api_limits');
  expect([await takeCall('two', 'write', NOW), await takeCall('two', 'write', NOW)]).toEqual([true, false]);
  expect([await takeCall('two', 'read', NOW), await takeCall('two', 'read', NOW), await takeCall('two', 'read', NOW)]).toEqual([
    true,
    true,
    false,
  ]);
});

describe('no value gets in that nobody would understand', () => {
  test.each<[string, unknown]>([
    ['registration', { open: 'no' }],
    ['registration', 'ajar'],
    ['registration', { open: true, until: 'friday' }],
    ['api_origins', { origins: ['*'] }],
    ['api_origins', { origins: ['https://app.example.com/path'] }],
    ['api_limits', { read_per_minute: 0 }],
    ['api_limits', { read_per_minute: 1.5 }],
    ['retention', { equity_marks_days: 1 }],
    ['retention', { trades_days: 30 }],
    ['retention', { identity_days: -1 }],
    ['retention', null],
    ['mail_policy', { warn_from_bps: 10_000 }],
    ['payout_policy', { auto_release_below_cents: -1 }],
    ['payout_policy', { settlement_days: 91 }],
    ['payout_policy', { auto_release_bellow_cents: 1 }],
    ['payout_policy', { provider_days: { stripe: 31 } }],
    ['made_up', { open: true }],
  ])('%s %j, sent past the office', async (p_key, p_value) => {
    const { error } = await as('ben').rpc('publish_setting', { p_key, p_value, p_now: NOW.toISOString() });
    expect(error?.message).toContain('invalid-setting');
  });

  test.each<SettingForm>([
    { key: 'api_origins', origins: 'https://app.example.com/path' },
    { key: 'api_limits', read_per_minute: 'many', write_per_minute: '60' },
    { key: 'retention', equity_marks_days: '1', outbound_days: '90', answers_days: '400', identity_days: '0' },
  ])('$key, typed into the office', (form) => expect(readSetting(form)).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } }));
  test.each(['99999999999', '3651', '0', '1.5', ''])('%j days: the field says from where to where', (days) =>
    expect(readSetting({ key: 'churn', days })).toMatchObject({
      refusal: { path: 'days', message: 'Write a whole number from 1 to 3,650.' },
    }),
  );
});

test('what is usual is what the database takes, and reads the same when it is written and read again', async () => {
  for (const key of SETTING_KEYS) {
    const { usual } = SETTINGS[key];
    expect(readSetting({ key, ...writtenSetting(key, usual) })).toEqual({ ok: true, value: usual });
    expect(settingLines(key, usual).every(({ text }) => text !== '')).toBe(true);
    const { rows } = await stack.sql.query<{ holds: boolean }>('select private.setting_holds($1, $2) as holds', [
      key,
      JSON.stringify(usual),
    ]);
    expect([key, rows[0]?.holds]).toEqual([key, true]);
  }
});
