// What becomes of letters: the provider's words in any order, addresses that stop letters that only help, letters sent again, letters that
// follow from what happened or from how an account stands.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAccount, stageFirm, type StaffRole } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { beginMail, callAs, settleMail, valueOf } from './desk';
import { owed } from './owed-mail';

let db: TestDatabase;
let account: string;
let trader: string;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  account = await openAccount(db.sql, 'mail-2');
  trader = await value('select trader_id from public.accounts where id = $1', account);
});
afterAll(() => db.close());

const value = (text: string, ...values: unknown[]) => valueOf(db.sql, text, values);
const call = (role: StaffRole, name: string, ...values: unknown[]) => callAs(db.sql, role, name, values);
const begin = (id: string, at?: string) => beginMail(db.sql, id, at);
const settle = (id: string, p: object) => settleMail(db.sql, id, p);
const say = (provider_id: string, kind: string, is_final = true) =>
  value('select public.record_mail_notice($1)', { provider_id, kind, reason: `it ${kind}`, is_final, now: new Date() });
const stateOf = (id: string) => value('select state from public.mail_deliveries where id = $1', id);
const reasonOf = (id: string) => value('select state_reason from public.mail_deliveries where id = $1', id);
async function sent(provider_id: string, message = 'welcome'): Promise<string> {
  const id = await owed(db.sql, account, message);
  await begin(id);
  await settle(id, { provider_id, template_version: 0, subject: 'Welcome' });
  return id;
}
const clear = () => db.sql.query('delete from private.mail_addresses');

describe('what the provider says', () => {
  test.each([
    { order: ['delivered', 'bounced'], last: 'bounced' },
    { order: ['bounced', 'delivered'], last: 'bounced' },
    { order: ['complained', 'bounced', 'delivered'], last: 'complained' },
    { order: ['delivered', 'delivered', 'complained'], last: 'complained' },
    { order: ['delayed', 'delivered', 'delayed'], last: 'delivered' },
  ])('$order ends as $last', async ({ order, last }) => {
    const name = `ordered-${order.join('-')}`;
    const id = await sent(name);
    for (const kind of order) await say(name, kind);
    expect(await stateOf(id)).toBe(last);
    const told = await value(`select count(*) from public.events where kind like 'mail.%' and data ->> 'delivery_id' = $1`, id);
    expect(Number(told)).toBeLessThanOrEqual(1 + new Set(order).size);
    await clear();
  });

  test('is kept where it comes before we have written down that the letter left', async () => {
    const id = await owed(db.sql, account, 'welcome');
    await begin(id);
    expect(await say('early', 'bounced')).toBe('kept');
    await say('early', 'delivered');
    await settle(id, { provider_id: 'early' });
    expect(await stateOf(id)).toBe('bounced');
    await clear();
  });

  test('about a letter that is not ours changes nothing', async () => expect(await say('elsewhere', 'delivered')).toBe('kept'));
});

describe('an address that bounced', () => {
  test('no longer gets letters that only help, still gets what it is owed, shows on its trader, and is cleared by a person', async () => {
    await sent('gone');
    await say('gone', 'bounced');
    const warning = await owed(db.sql, account, 'account-warning');
    const owing = await owed(db.sql, account, 'payout-paid');
    expect(await begin(warning)).toBeNull();
    expect([await stateOf(warning), await reasonOf(warning)]).toEqual(['voided', 'the address bounced before']);
    expect(await begin(owing)).toMatchObject({ message: 'payout-paid', unsubscribes: null });
    expect(await call('support', 'trader_mail', trader)).toMatchObject({ address: { state: 'bounced', reason: 'it bounced' } });
    await expect(call('config', 'trader_mail', trader)).rejects.toThrow('not-allowed');
    expect(await call('support', 'clear_mail_address', trader, 'they wrote to us from it')).toBe('cleared');
    expect(await begin(await owed(db.sql, account, 'account-warning'))).toMatchObject({ unsubscribes: trader });
  });

  test('for the moment only, such as a full mailbox, is not given up', async () => {
    await sent('full');
    await say('full', 'bounced', false);
    expect(await call('support', 'trader_mail', trader)).toMatchObject({ address: null });
  });
});

test('a trader who switched such letters off gets them no more until they switch them on', async () => {
  const set = (off: boolean) => value('select public.set_unsubscribed($1, $2, now())', trader, off);
  expect(await set(true)).toBe('off');
  await set(true);
  const letter = await owed(db.sql, account, 'inactivity-notice');
  expect(await begin(letter)).toBeNull();
  expect(await reasonOf(letter)).toBe('the trader switched such letters off');
  expect(await begin(await owed(db.sql, account, 'rule-violation'))).not.toBeNull();
  expect(await set(false)).toBe('on');
  expect(await begin(await owed(db.sql, account, 'inactivity-notice'))).not.toBeNull();
  const events = await value(`select string_agg(kind, ' ' order by id) from public.events where kind like 'trader.letters-%'`);
  expect(events).toBe('trader.letters-off trader.letters-on');
});

describe('sending one again', () => {
  test('writes the same letter to where the trader is reached now, a few times at most', async () => {
    const first = await sent('again');
    await db.sql.query(`update public.traders set email = 'moved@mail.test' where id = $1`, [trader]);
    const second = String(await call('support', 'resend_mail', first, 'they changed their address'));
    expect(await value('select to_email from public.mail_deliveries where id = $1', second)).toBe('moved@mail.test');
    expect(await begin(second)).toMatchObject({ message: 'welcome', context: { login: 'mail-2' } });
    await expect(call('support', 'resend_mail', first, 'twice')).rejects.toThrow('already-decided');
    await settle(second, { provider_id: 'again-2' });
    for (const name of ['again-3', 'again-4']) {
      const next = String(await call('admin', 'resend_mail', second, 'lost once more'));
      await begin(next);
      await settle(next, { provider_id: name });
    }
    await expect(call('admin', 'resend_mail', second, 'and again')).rejects.toThrow('slow-down');
    await expect(call('config', 'resend_mail', first, 'mine')).rejects.toThrow('not-allowed');
  });

  test('a letter whose verdict was taken back stays where it is', async () => {
    const id = await owed(db.sql, account, 'welcome');
    await db.sql.query(`update public.mail_deliveries set state = 'voided' where id = $1`, [id]);
    await expect(call('support', 'resend_mail', id, 'please')).rejects.toThrow('already-decided');
  });
});

test('words that could not be used are told to staff, and which version went is kept with the letter', async () => {
  const id = await owed(db.sql, account, 'welcome');
  await begin(id);
  await settle(id, { provider_id: 'troubled', template_version: 0, template_trouble: 'unknown-field: nobody', subject: 'S' });
  expect(await value('select template_version::text from public.mail_deliveries where id = $1', id)).toBe('0');
  expect(await value(`select evidence ->> 'trouble' from public.reviews where rule = 'mail-words'`)).toBe('unknown-field: nobody');
});

describe('letters that follow from what happened', () => {
  const messages = async (since: string) =>
    (await db.sql.query('select message from public.mail_deliveries where event_id > $1 order by message', [since])).rows.map(
      (row) => (row as { message: string }).message,
    );
  const head = () => value('select max(id)::text from public.events');
  const tell = (stream: string, kind: string, data: object = {}) =>
    db.sql.query('select private.append_events($1, $2, now())', [
      stream,
      JSON.stringify([{ kind, account_id: account, trader_id: trader, data }]),
    ]);

  test('a hold is told once for each payout, a refusal and a return each as what they are', async () => {
    const before = await head();
    for (const [stream, kind, data] of [
      ['payout:1', 'withdrawal.held', {}],
      ['payout:1', 'withdrawal.held', {}],
      ['payout:2', 'withdrawal.failed', { returned: false }],
      ['payout:3', 'withdrawal.failed', { returned: true }],
    ] as const)
      await tell(stream, kind, data);
    expect(await messages(before)).toEqual(['payout-failed', 'payout-held', 'payout-returned']);
  });

  test('an identity check is told when it is decided or has to be done again, not while it is pending', async () => {
    const before = await head();
    for (const kind of ['kyc.pending', 'kyc.retry', 'kyc.approved', 'kyc.rejected']) await tell('staff:firm', kind);
    expect(await messages(before)).toEqual(['kyc-approved', 'kyc-rejected', 'kyc-retry']);
  });
});

describe('letters about how an account stands', () => {
  const NOW = '2026-02-02T12:00:00.000Z';
  const tend = async (now = NOW) => JSON.parse(await value('select public.tend_mail($1)::text', now)) as unknown;
  const floor = (used_bps: number) => ({
    rule: 'max-daily-loss',
    consequence: 'fail',
    unit: 'cents',
    used_bps,
    headroom: 44000,
    limit: 9500000,
  });
  const stand = (states: object[], day = '2026-02-02') =>
    db.sql.query(
      `update public.account_facts set rule_states = $2, risk_state = 'critical', trading_day = $3, last_event_at = '2026-02-02T11:00:00Z',
        facts = '{"at": 1770033600000}' where account_id = $1`,
      [account, JSON.stringify(states), day],
    );

  test('a floor is warned of from the share of the setting on, once a day, and not where nothing is traded', async () => {
    await stand([floor(8999)]);
    expect(await tend()).toEqual({ warned: 0, idle: 0 });
    await stand([floor(9120), { ...floor(9300), rule: 'max-drawdown' }, { ...floor(9900), unit: 'bps', rule: 'consistency' }]);
    expect(await tend()).toEqual({ warned: 2, idle: 0 });
    expect(await tend()).toEqual({ warned: 0, idle: 0 });
    const letter = await value(
      `select id from public.mail_deliveries where message = 'account-warning' and context <> '{}' order by id limit 1`,
    );
    expect(await begin(letter, NOW)).toMatchObject({ context: { warning: { headroom: 44000 }, currency: 'USD' } });
    expect(await begin(letter, '2026-02-03T00:00:01Z')).toBeNull();
    expect(await reasonOf(letter)).toBe('too late to help; an earlier attempt may have arrived');
    await stand([floor(9120)], '2026-02-03');
    expect(await tend('2026-02-04T12:00:00Z')).toEqual({ warned: 0, idle: 0 });
    await db.sql.query(
      `insert into public.settings (key, version, value, published_at) values ('mail_policy', 1, '{"warn_from_bps": 0, "inactivity_days": 0}', now())`,
    );
    expect(await tend()).toEqual({ warned: 0, idle: 0 });
  });

  test('an ending for inactivity is told a few days before, once, and not while a position is open', async () => {
    // The clock of the facts stands at 2026-02-02T12:00Z; four days are left from there.
    const idle = { rule: 'inactivity', consequence: 'fail', unit: 'seconds', used_bps: 8700, headroom: 4 * 86_400, limit: 30 * 86_400 };
    await stand([idle]);
    expect(await tend()).toEqual({ warned: 0, idle: 0 });
    await db.sql.query(
      `insert into public.settings (key, version, value, published_at) values ('mail_policy', 2, '{"inactivity_days": 5}', now())`,
    );
    expect(await tend('2026-02-01T11:59:59Z')).toEqual({ warned: 0, idle: 0 });
    expect(await tend()).toEqual({ warned: 0, idle: 1 });
    expect(await tend('2026-02-03T12:00:00Z')).toEqual({ warned: 0, idle: 0 });
    await db.sql.query(
      `insert into public.settings (key, version, value, published_at) values ('mail_policy', 3, '{"warn_from_bps": "much", "inactivity_days": 1e30}', now())`,
    );
    expect(await tend('2026-02-03T12:00:00Z')).toEqual({ warned: 0, idle: 0 });
    const letter = await value(`select id from public.mail_deliveries where message = 'inactivity-notice' and context <> '{}'`);
    expect(await begin(letter, NOW)).toMatchObject({ context: { inactivity: { deadline: '2026-02-06T12:00:00+00:00' } } });
  });
});
