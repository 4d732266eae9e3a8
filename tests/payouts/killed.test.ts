// A worker that is killed at every step of a payment: afterwards each payout has left exactly once, by the provider's own book.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { approve, asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';
import { startProvider, type ProviderServer } from './provider-server';

let firm: Funded;
const running: ChildProcess[] = [];
const banks: ProviderServer[] = [];
beforeAll(async () => {
  firm = await startFunded();
  await publishPolicy(firm);
});
afterAll(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
  for (const bank of banks) await bank.close();
  await firm.flow.close();
});

const NEVER = () => new Promise<void>(() => undefined);

/** Where it dies, and what holds it there. */
const POINTS = ['started', 'beginning', 'begun', 'called', 'booked', 'answered', 'settling', 'settled'] as const;

test('killed at eight points, eight payouts leave eight times', async () => {
  const lives = await Promise.all(POINTS.map((point) => live(point)));
  for (const { id, bank } of lives) await afterwards(id, bank);
  const left = lives.map(({ id, bank }) => bank.ledger.map(({ key }) => key === `payout:${id}:1`));
  expect(left).toEqual(POINTS.map(() => [true]));
  expect(await Promise.all(lives.map(({ id }) => stateOf(firm, id)))).toEqual(POINTS.map(() => 'paid'));
  expect(await broken(firm)).toEqual([]);
}, 120_000);

async function live(point: (typeof POINTS)[number]): Promise<{ id: string; bank: ProviderServer }> {
  const bank = await startProvider(5_000);
  banks.push(bank);
  const account = await openFunded(firm);
  const id = await asked(account, 200_000);
  expect(await approve(firm, id)).toBe('approved');
  if (point === 'called') bank.gate.before = NEVER();
  if (point === 'booked') bank.gate.after = NEVER();
  let goOn = (): void => undefined;
  if (point === 'settling') bank.gate.after = new Promise((resolve) => (goOn = resolve));
  const free = point === 'beginning' ? await holdAccount(account) : null;
  const child = start(id, bank.url, point);
  if (point === 'settling') await expect.poll(() => bank.ledger.length, { timeout: 30_000 }).toBe(1);
  const holding = point === 'settling' ? await holdAccount(account) : null;
  goOn();
  await reached(child, point, bank, account);
  child.kill('SIGKILL');
  await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null)));
  await free?.();
  await holding?.();
  bank.gate.before = bank.gate.after = null;
  return { id, bank };
}

async function reached(child: ChildProcess, point: (typeof POINTS)[number], bank: ProviderServer, account: FundedAccount): Promise<void> {
  if (point === 'called') return void (await expect.poll(() => bank.calls, { timeout: 30_000 }).toBe(1));
  if (point === 'booked') return void (await expect.poll(() => bank.ledger.length, { timeout: 30_000 }).toBe(1));
  if (point === 'beginning' || point === 'settling') {
    const waiting = () =>
      firm.flow.rows(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike $1`,
        point === 'beginning' ? '%begin_payout%' : '%settle_payout%',
      );
    return void (await expect
      .poll(async () => (await waiting()).length, { timeout: 30_000, interval: 20, message: `${point} of ${account.login}` })
      .toBeGreaterThan(0));
  }
  await said(child, point);
}

function start(id: string, url: string, point: string): ChildProcess {
  const program = join(import.meta.dirname, 'sender.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, id, url, point], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  return child;
}

function said(child: ChildProcess, word: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').includes(word)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before ${word}`)));
  });
}

async function holdAccount({ id }: FundedAccount): Promise<() => Promise<void>> {
  const holder = await firm.flow.stack.sql.connect();
  await holder.query('begin');
  await holder.query('select from public.accounts where id = $1 for update', [id]);
  return async () => {
    await holder.query('rollback');
    holder.release();
  };
}

/** What living workers do afterwards: the abandoned job runs again, and those that were added along the way. */
async function afterwards(id: string, bank: ProviderServer): Promise<void> {
  for (const minutes of [0, 3, 5, 70, 140]) {
    const now = () => new Date(Date.now() + minutes * 60_000);
    await sendPayout(id, now, () => bank.provider);
    if (minutes > 0) await checkPayout(id, now, () => bank.provider);
  }
}
