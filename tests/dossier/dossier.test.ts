// The dossier: what telling the account again comes to, the same bytes each time, as much as the reader may read, and never without a trace.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPaper, writeDossier } from '@/lib/accounts/dossier-replay';
import { canonicalJson } from '@/lib/canonical-json';
import { callFunction } from '@/lib/db/call';
import type { StaffActor } from '@/lib/staff/actor';
import type { StaffRole } from '@/lib/staff/roles';
import { flagTrade } from '@/lib/trades/flag-write';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { startMoving, type Account, type Moving } from '../challenges/moving';
import { trade } from '../trades/wire-samples';

let moving: Moving;
let account: Account;
const actors = new Map<StaffRole, StaffActor>();
const clients = new Map<StaffRole, Moving['stack']['service']>();

beforeAll(async () => {
  moving = await startMoving();
  account = await moving.account();
  await account.tell(trade('1', '1000.00', '2026-11-18T09:00:00.000Z'), trade('2', '-6500.00', '2026-11-19T10:00:00.000Z'));
  for (const role of ['risk', 'viewer', 'config'] as const) {
    const { id, client } = await moving.stack.signUp(`${role}@dossier.test`);
    await moving.stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3)`, [
      id,
      `${role}@dossier.test`,
      role,
    ]);
    actors.set(role, { kind: 'staff', id, email: `${role}@dossier.test`, name: role, role });
    clients.set(role, client);
  }
});
afterAll(() => moving.close());

const actor = (role: StaffRole) => actors.get(role) as StaffActor;

async function written(role: StaffRole, id = account.id): Promise<string> {
  let text = '';
  await writeDossier(actor(role), id, async (part) => void (text += part));
  return text;
}

interface Dossier {
  account: { id: string; status: string };
  trader: { email: string };
  rules: { version: number; checksum: string; written: { rules: unknown } }[];
  rule_moves: unknown[];
  standing: { agrees_with_stored: boolean | null; told_again: Record<string, unknown> };
  verdicts: { stored: { rule: string }; agrees: boolean; derivation: { figures: Record<string, number>; steps: unknown[] } }[];
  equity: { equity_cents: number; floors: Record<string, number> }[];
  trades: { external_id: string; net_profit_cents: number }[];
  marks: { minute: string; low_cents: number }[];
  decisions: { kind: string }[];
  left_out: Record<string, string>;
  letters?: unknown[];
  payouts?: unknown[];
}
const told = async (role: StaffRole) => JSON.parse(await written(role)) as Dossier;

test('it holds the rules as bought, each verdict with its arithmetic, equity with its floors, the trades and the decisions', async () => {
  const dossier = await told('risk');
  const sold = await moving.stack.sql.query<{ checksum: string; rules: unknown }>(
    'select checksum, rules from public.rule_sets where id = $1',
    [moving.versions[0]],
  );
  expect(dossier.rules).toMatchObject([{ version: 1, checksum: sold.rows[0]?.checksum, written: sold.rows[0]?.rules }]);
  const broken = dossier.verdicts.find(({ stored }) => stored.rule === 'max-daily-loss');
  expect(broken).toMatchObject({ agrees: true, derivation: { figures: { limit: 9_600_000, measured: 9_450_000 } } });
  expect(broken?.derivation.steps.length).toBeGreaterThan(2);
  expect(dossier.equity.at(-1)).toMatchObject({ equity_cents: 9_450_000 });
  expect(Object.keys(dossier.equity.at(-1)?.floors ?? {})).toContain('max-daily-loss#0');
  expect(dossier.trades.map((one) => one.net_profit_cents)).toEqual([100_000, -650_000]);
  expect(dossier.decisions.map(({ kind }) => kind)).toContain('rule.violation-detected');
});

test('it holds the raw marks around the breach, and none from further away, in the file and on paper', async () => {
  // The minute of the breach itself was marked by the trade that broke the rule.
  for (const minute of ['09:29', '09:30', '10:30', '10:31'])
    await moving.stack.sql.query(
      `insert into public.equity_marks (account_id, minute, open_cents, high_cents, high_at, low_cents, low_at, close_cents, close_at)
       select $1, m, 9700000, 9700000, m, 9460000, m + interval '7 seconds', 9500000, m from (select $2::timestamptz as m) one`,
      [account.id, `2026-11-19T${minute}:00Z`],
    );
  const { marks } = await told('risk');
  expect(marks.map(({ minute }) => minute)).toEqual(['09:30', '10:00', '10:30'].map((time) => `2026-11-19T${time}:00+00:00`));
  expect(marks.map(({ low_cents }) => low_cents)).toEqual([9_460_000, 9_450_000, 9_460_000]);
  const paper = (await readPaper(actor('viewer'), account.id))?.sections.find(({ name }) => name === 'marks');
  expect([paper?.total, paper?.rows.length, paper?.columns.includes('low_cents')]).toEqual([3, 3, true]);
});

test('its figures are what folding the account again comes to, and what is stored', async () => {
  const [dossier, rebuilt] = [await told('risk'), await rebuildFacts(account.id, null)];
  expect(dossier.standing.agrees_with_stored).toBe(true);
  expect(dossier.standing.told_again).toMatchObject({
    balance_cents: rebuilt?.facts.balance_cents,
    high_water_cents: rebuilt?.facts.high_water_cents,
    cumulative_profit_cents: rebuilt?.facts.cumulative_profit_cents,
    events_to: rebuilt?.facts.last_key,
  });
  expect(canonicalJson(dossier.standing.told_again.rule_states)).toBe(canonicalJson(rebuilt?.states));
  expect(dossier.trades.reduce((sum, one) => sum + one.net_profit_cents, 0)).toBe(rebuilt?.facts.cumulative_profit_cents);
});

test('stored figures that say something else are told to be so', async () => {
  const facts = `update public.account_facts set facts = jsonb_set(facts, '{balance_cents}', $2) where account_id = $1`;
  await moving.stack.sql.query(facts, [account.id, '1']);
  expect((await told('risk')).standing).toMatchObject({ agrees_with_stored: false, told_again: { balance_cents: 9_450_000 } });
  await moving.stack.sql.query(facts, [account.id, '9450000']);
});

test('taken out twice it is the same bytes, and each time it says who took it', async () => {
  const before = await written('risk');
  const risk = clients.get('risk');
  if (!risk) throw new Error('nobody');
  await callFunction(risk, 'note_dossier', { p_account_id: account.id, p_format: 'json', p_now: '2026-11-21T10:00:00Z' });
  expect(await written('risk')).toBe(before);
  const { rows } = await moving.stack.sql.query(
    `select actor_id, data ->> 'format' as format from public.events where kind = 'staff.dossier-exported' and account_id = $1`,
    [account.id],
  );
  expect(rows).toEqual([{ actor_id: actor('risk').id, format: 'json' }]);
  const refused = callFunction(clients.get('config') as typeof risk, 'note_dossier', {
    p_account_id: account.id,
    p_format: 'json',
    p_now: '2026-11-21T10:00:00Z',
  });
  await expect(refused).rejects.toThrow();
});

test('a role finds in it what it reads elsewhere, and is told what was left out', async () => {
  const [full, less] = [await told('risk'), await told('viewer')];
  expect(full.trader.email).toContain('@');
  expect(less.trader.email).not.toBe(full.trader.email);
  expect(Object.keys(full.left_out)).toEqual([]);
  expect(Object.keys(less.left_out).sort()).toEqual(['letters', 'payout_approvals', 'payouts']);
  expect(less).not.toHaveProperty('payouts');
  expect(less).not.toHaveProperty('letters');
});

test('a trade is flagged by risk with a reason, seen on the trade and on the timeline, told once, and lifted again', async () => {
  const { rows } = await moving.stack.sql.query<{ id: string }>(
    `select id from public.trades where account_id = $1 and external_id = '2'`,
    [account.id],
  );
  const flag = (role: StaffRole, stands: boolean, reason = 'Filled off the market.') =>
    flagTrade(clients.get(role) as Moving['stack']['service'], { id: rows[0]?.id ?? '', stands, reason });
  const shown = async (role: StaffRole) =>
    (
      await clients
        .get(role)
        ?.from('trades_list')
        .select('flag')
        .eq('id', rows[0]?.id ?? '')
        .single()
    )?.data;
  expect(await flag('viewer', true)).toMatchObject({ refusal: { code: 'not-allowed' } });
  expect(await flag('risk', true)).toMatchObject({ ok: true });
  expect(await flag('risk', true)).toMatchObject({ refusal: { code: 'already-so' } });
  expect([await shown('viewer'), await shown('config')]).toEqual([{ flag: 'Filled off the market.' }, null]);
  expect(await flag('risk', false, 'The broker showed the fill.')).toMatchObject({ ok: true });
  expect(await shown('risk')).toEqual({ flag: null });
  const { decisions } = await told('risk');
  expect(decisions.filter(({ kind }) => kind.startsWith('staff.trade'))).toMatchObject([
    { kind: 'staff.trade-flagged', reason: 'Filled off the market.', data: { external_id: '2' } },
    { kind: 'staff.trade-flag-lifted', reason: 'The broker showed the fill.' },
  ]);
});

test('an account moved to other rules shows both versions and when it was moved; one that is not there shows nothing', async () => {
  const other = await moving.account();
  await other.tell(trade('1', '100.00', '2026-11-18T09:00:00.000Z'));
  await moving.move(other.id);
  const dossier = JSON.parse(await written('risk', other.id)) as Dossier;
  expect(dossier.rules.map(({ version }) => version)).toEqual([1, 2]);
  expect(dossier.rule_moves).toMatchObject([{ from_rule_set_id: moving.versions[0], to_rule_set_id: moving.versions[1] }]);
  expect(await written('risk', '00000000-0000-4000-8000-00000000ffff')).toBe('');
});

test('on paper there are the newest trades and every one a verdict rests on, with the number of all', async () => {
  const filled = await moving.account();
  await filled.tell(trade('first', '-6500.00', '2026-11-01T10:00:00.000Z'));
  await moving.stack.sql.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents)
     select $1, 'bulk-' || n, n, n, 'EURUSD', 'buy', 1, 1.1, 1.1, '2026-11-02'::timestamptz + n * interval '1 second', '2026-11-02'::timestamptz + n * interval '1 second', 1, 1
     from generate_series(1, 50000) n`,
    [filled.id],
  );
  const paper = await readPaper(actor('risk'), filled.id);
  const trades = paper?.sections.find(({ name }) => name === 'trades');
  expect([trades?.total, trades?.rows.length, trades?.rows[0]?.external_id]).toEqual([50_001, 1_001, 'first']);
  let longest = 0;
  let whole = '';
  await writeDossier(actor('risk'), filled.id, async (part) => {
    longest = Math.max(longest, part.length);
    whole += part;
  });
  expect((JSON.parse(whole) as Dossier).trades).toHaveLength(50_001);
  // No part of it is ever more than a few hundred rows.
  expect(longest).toBeLessThan(600_000);
});
