// Words of letters in the database: their versions, who may save them, what is refused, and which of them a letter is written in; and the
// notices two people send.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { previewContext } from '@/lib/mail/compose';
import { findMessage, MESSAGES } from '@/lib/mail/register';
import { as, openAccount, staffId, stageFirm, type StaffRole } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { callAs } from './desk';
import { owed } from './owed-mail';

let db: TestDatabase;
let account: string;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  account = await openAccount(db.sql, 'mail-1');
  await owed(db.sql, account, 'welcome');
});
afterAll(() => db.close());

const BODY = 'Hello {{first_name}}, account {{login}} is open.';
const save = async (p: Record<string, unknown>, role: StaffRole = 'config') => {
  const given = { message: 'welcome', seen: 0, subject: 'Open', body: BODY, reason: 'plainer words', ...p };
  const rows = await as<{ version: number }>(
    db.sql,
    { user: staffId(role), keep: true },
    'select public.save_mail_template($1) as version',
    [given],
  );
  return rows[0]?.version;
};
const begun = async () => {
  const { rows } = await db.sql.query<{ id: string }>(
    `select id from public.mail_deliveries where account_id = $1 and message = 'welcome'`,
    [account],
  );
  await db.sql.query(`update public.mail_deliveries set state = 'queued' where id = $1`, [rows[0]?.id]);
  const answer = await db.sql.query('select public.begin_mail($1, now()) as due', [rows[0]?.id]);
  return answer.rows[0]?.due as { template: unknown; context: Record<string, unknown> };
};

test('the database knows the same messages, fields and required fields as the code', async () => {
  const { rows } = await db.sql.query(
    'select name, fields, subject_fields, required, is_optional from private.mail_messages order by name',
  );
  const ours = MESSAGES.map(({ name, fields, required, optional }) => ({
    name,
    fields: Object.keys(fields),
    subject_fields: Object.keys(fields).filter((field) => fields[field]?.kind === 'text'),
    required: [...required],
    is_optional: optional === true,
  }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect((rows as typeof ours).sort(byName)).toEqual(ours.sort(byName));
});

describe('saving words', () => {
  test('makes a version that the next letter is written in, and an event with the words before and after', async () => {
    expect((await begun()).template).toBeNull();
    expect(await save({})).toBe(1);
    expect((await begun()).template).toEqual({ subject: 'Open', body: BODY, version: 1 });
    expect(await save({ seen: 1, subject: 'Your account is open' })).toBe(2);
    expect((await begun()).template).toMatchObject({ version: 2 });
    const { rows } = await db.sql.query(
      `select reason, actor_id, data from public.events where kind = 'mail.words-saved' order by id desc limit 1`,
    );
    expect(rows[0]).toMatchObject({
      reason: 'plainer words',
      actor_id: staffId('config'),
      data: {
        message: 'welcome',
        before: { version: 1, subject: 'Open', body: BODY },
        after: { version: 2, subject: 'Your account is open' },
      },
    });
  });

  test('gives the words of the house back without losing a version', async () => {
    expect(await save({ seen: 2, subject: null, body: null })).toBe(0);
    expect((await begun()).template).toBeNull();
    expect(await save({ body: `${BODY} Good luck.` })).toBe(3);
    const { rows } = await db.sql.query(`select version, is_active from public.mail_templates where message = 'welcome' order by version`);
    expect(rows).toEqual([
      { version: 1, is_active: false },
      { version: 2, is_active: false },
      { version: 3, is_active: true },
    ]);
  });

  test.each([
    { name: 'words somebody else replaced meanwhile', p: { seen: 1 }, trouble: 'stale' },
    { name: 'the words that are in force already', p: { seen: 3, subject: 'Open', body: `${BODY} Good luck.` }, trouble: 'no-change' },
    { name: 'an unknown field', p: { seen: 3, body: `${BODY} {{password}}` }, trouble: 'unknown-field' },
    { name: 'a field without which the letter has no point', p: { seen: 3, body: 'Hello.' }, trouble: 'required-field' },
    { name: 'a link in the subject', p: { seen: 3, subject: 'See {{account_link}}' }, trouble: 'field-not-text' },
    { name: 'open braces', p: { seen: 3, body: `${BODY} {{login` }, trouble: 'broken-placeholder' },
    { name: 'HTML', p: { seen: 3, body: `${BODY} <script>` }, trouble: 'markup-refused' },
    { name: 'a message nobody sends', p: { message: 'nonsense' }, trouble: 'unknown-message' },
    { name: 'no reason', p: { seen: 3, reason: ' ' }, trouble: 'reason-missing' },
  ])('refuses $name', async ({ p, trouble }) => {
    await expect(save(p)).rejects.toThrow(trouble);
  });

  test.each(['support', 'risk', 'finance', 'viewer', 'auditor'] as const)('is not for %s', async (role) => {
    await expect(save({ seen: 3 }, role)).rejects.toThrow('not-allowed');
  });
});

describe('a preview', () => {
  const preview = (message: string, role: StaffRole, id = account) =>
    as<{ context: Record<string, unknown> }>(db.sql, { user: staffId(role) }, 'select public.preview_mail($1, $2) as context', [
      message,
      id,
    ]);

  test('tells what the letter about a real account knows, and no address', async () => {
    const [row] = await preview('welcome', 'config');
    expect(row?.context).toMatchObject({ login: 'mail-1', trader_name: 'Trader 1', challenge_title: 'Classic', account_status: 'active' });
    expect(JSON.stringify(row)).not.toContain('@');
  });

  test('takes from the example what the record does not tell, and says so', async () => {
    const [row] = await preview('payout-paid', 'support');
    const message = findMessage('payout-paid');
    if (!message || !row) throw new Error('missing');
    const shown = previewContext(message, row.context);
    expect(shown.filled).toContain('payout');
    expect(shown.context).toMatchObject({ login: 'mail-1', payout: { destination: '•••• 4321' } });
    const welcome = findMessage('welcome');
    expect(welcome && previewContext(welcome, row.context).filled).toEqual([]);
  });

  test('is not for those who do not see the page, nor of what does not exist', async () => {
    await expect(preview('welcome', 'finance')).rejects.toThrow('not-allowed');
    await expect(preview('welcome', 'support', randomUUID())).rejects.toThrow('not-found');
  });
});

describe('a test', () => {
  const ask = (role: StaffRole, p: Record<string, unknown> = {}) =>
    as<{ id: string }>(db.sql, { user: staffId(role), keep: true }, 'select public.test_mail($1) as id', [
      { message: 'welcome', subject: 'Try', body: BODY, context: findMessage('welcome')?.example, ...p },
    ]);

  test('goes to whoever asks and to nobody else, in words nobody saved', async () => {
    const [row] = await ask('config');
    const { rows } = await db.sql.query('select to_email, is_test, account_id, trader_id from public.mail_deliveries where id = $1', [
      row?.id,
    ]);
    expect(rows[0]).toEqual({ to_email: 'config@firm.test', is_test: true, account_id: null, trader_id: null });
    const due = (await db.sql.query('select public.begin_mail($1, now()) as due', [row?.id])).rows[0]?.due as Record<string, unknown>;
    expect(due).toMatchObject({
      is_test: true,
      template: { subject: 'Try', body: BODY },
      context: { login: '5012345' },
      unsubscribes: null,
    });
  });

  test('is refused in words that could not be saved, to other roles, and too often', async () => {
    await expect(ask('config', { body: 'Hello {{secret}}' })).rejects.toThrow('unknown-field');
    await expect(ask('support')).rejects.toThrow('not-allowed');
    const asked = await Promise.allSettled(Array.from({ length: 11 }, () => ask('admin')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(String((asked.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason)).toContain('slow-down');
  });
});

describe('a notice the firm owes', () => {
  const call = (role: StaffRole, name: string, ...values: unknown[]) => callAs(db.sql, role, name, values);
  const NOTICE = { title: 'New terms', statement: 'Section 4 changes.', holds_from: '2026-04-01', audience: 'everybody' };
  const propose = (role: StaffRole, p: object = {}) => call(role, 'propose_notice', { ...NOTICE, ...p });

  test('is written by one person and sent by another, to those it touches, and can be shown letter by letter', async () => {
    const id = String(await propose('config'));
    await expect(call('config', 'decide_notice', id, 'send', 2, null)).rejects.toThrow('needs-another-person');
    await expect(call('admin', 'decide_notice', id, 'send', 1, null)).rejects.toThrow('stale');
    await expect(call('support', 'decide_notice', id, 'send', 2, null)).rejects.toThrow('not-allowed');
    expect(await call('admin', 'decide_notice', id, 'send', 2, null)).toBe(2);
    await expect(call('admin', 'decide_notice', id, 'send', 2, null)).rejects.toThrow('already-decided');
    const rows = await as(
      db.sql,
      { user: staffId('auditor') },
      'select to_email, state from public.deliveries_list where notice_id = $1 order by 1',
      [id],
    );
    expect(rows).toEqual([
      { to_email: 'trader1@mail.test', state: 'queued' },
      { to_email: 'trader2@mail.test', state: 'queued' },
    ]);
    const masked = await as<{ to_email: string }>(
      db.sql,
      { user: staffId('config') },
      'select to_email from public.deliveries_list where notice_id = $1',
      [id],
    );
    expect(masked.every(({ to_email }) => to_email.includes('***'))).toBe(true);
    await expect(db.sql.query(`update public.legal_notices set title = 'Other' where id = $1`, [id])).rejects.toThrow('never changes');
  });

  test('reaches only those with an account that lives, where that is whom it touches, and may be withdrawn before', async () => {
    expect(await call('config', 'count_notice_readers', 'trading', null)).toBe(1);
    const id = String(await propose('admin', { audience: 'trading' }));
    expect(await call('admin', 'decide_notice', id, 'withdraw', 1, 'a mistake in it')).toBe(0);
    await expect(propose('config', { audience: 'challenge' })).rejects.toThrow('check constraint');
  });
});
