// Every topic from the deed that really causes it, read off the spine and delivered: what a listener may rely on.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageSchema, TOPICS, type Topic } from '@/lib/outbound/topics';
import { sendOutbound } from '@/lib/outbound/send';
import { readOn } from '@/lib/outbound/tail-send';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { receiveMessage } from '@/lib/trades/receive';
import { approve, asked, publishPolicy } from '../payouts/desk';
import { earn, openFunded, startFunded, type Funded, type FundedAccount } from '../payouts/funded';
import { startProvider, type ProviderServer } from '../payouts/provider-server';
import { ACCOUNT, batch, bytes, trade, type WireEvent } from '../trades/wire-samples';
import { listenAt, OutsideListener, type Message } from './listener';

let firm: Funded;
let bank: ProviderServer;
const outside = new OutsideListener();
let endpoint = '';
beforeAll(async () => {
  firm = await startFunded();
  bank = await startProvider();
  await publishPolicy(firm);
  endpoint = await listenAt(firm.flow.rows, await outside.listen());
});
afterAll(async () => {
  await outside.close();
  await bank.close();
  await firm.flow.close();
});

/** What came since, of one account. */
async function told(accountId: string): Promise<Message[]> {
  const before = outside.taken.length;
  await readOn(new Date());
  await sendOutbound(endpoint, () => new Date());
  return outside.taken.slice(before).filter(({ data }) => [data.accountId, data.fundedAccountId, data.assessmentId].includes(accountId));
}
const one = (messages: Message[], type: Topic, state?: string): Message => {
  const found = messages.filter((message) => message.type === type && (state === undefined || message.data.state === state));
  expect(found).toHaveLength(1);
  const { id, ...body } = found[0] as Message;
  expect(id).toMatch(/^evt_\d+$/);
  expect(messageSchema(type).safeParse(body)).toMatchObject({ success: true });
  return { id, ...body };
};
const report = (login: string, ...events: WireEvent[]) => {
  const told = events.map((event) => ({ ...event, data: { ...event.data, account: { ...ACCOUNT, login } } }));
  const connection = { id: firm.flow.connectionId };
  const message = {
    connection,
    webhookId: randomUUID(),
    headers: {},
    body: bytes(batch(...told)),
    auth: 'signature' as const,
    now: new Date(),
  };
  return receiveMessage(message);
};
const seen = new Set<string>();
const is = (message: Message, data: Record<string, unknown>) => {
  seen.add(message.type);
  expect(message.data).toMatchObject(data);
};

test('a funded account that is opened, activated and lost', async () => {
  const { id, trader, login } = await openFunded(firm, '0');
  const opening = await told(id);
  expect(opening.map(({ type }) => type)).toEqual(['funded-account.created', 'funded-account.activated']);
  is(one(opening, 'funded-account.created'), {
    userId: trader.id,
    startingBalance: '100000.00',
    currency: 'USD',
    tierId: firm.challenge,
    assessmentId: null,
  });
  is(one(opening, 'funded-account.activated'), { fundedAccountId: id });
  await report(login, trade('700', '-13000.00', '2026-11-18T12:00:00.000Z'));
  const lost = await told(id);
  is(one(lost, 'rules.violation-detected', 'confirmed'), { accountId: id, rule: 'max-drawdown', severity: 'breach', unit: 'cents' });
  is(one(lost, 'funded-account.closed'), { fundedAccountId: id, closureReason: 'rule_violation' });
});

test('an evaluation that is failed, another that is passed by a person, and a verdict that is taken back', async () => {
  const failed = await firm.flow.openAccount('801');
  await report('801', trade('801', '-6000.00', '2026-11-18T12:00:00.000Z'));
  const lost = await told(failed);
  expect(lost.map(({ type, data }) => [type, data.state ?? data.status])).toEqual([
    ['rules.violation-detected', 'provisional'],
    ['rules.violation-detected', 'confirmed'],
    ['assessment.completed', 'failed'],
  ]);
  is(one(lost, 'assessment.completed'), { assessmentId: failed, phase: 'Evaluation', ruleSetVersion: 1 });

  const passed = await firm.flow.openAccount('802');
  await report('802', trade('802', '10500.00', '2026-11-18T12:00:00.000Z'));
  const [review] = await firm.flow.rows<{ id: string; version: number }>(
    `select id, version::int from public.reviews where account_id = $1 and kind = 'phase_pass'`,
    passed,
  );
  await firm.flow.rows(`update public.staff set role = 'risk' where id = $1`, firm.staff.cay?.id);
  const decided = await firm.staff.cay?.client.rpc('decide_review', {
    p_id: review?.id,
    p_version: review?.version,
    p_decision: 'approved',
    p_reason: 'All gates are met.',
  });
  expect(decided?.error).toBeNull();
  is(one(await told(passed), 'assessment.completed'), { assessmentId: passed, status: 'passed' });

  await firm.flow.rows('update public.connections set confirm_grace_seconds = 900 where id = $1', firm.flow.connectionId);
  const undone = await firm.flow.openAccount('803');
  await report('803', trade('803', '-5600.00', '2026-11-18T12:00:00.000Z'));
  await report('803', trade('804', '1200.00', '2026-11-18T11:00:00.000Z'));
  const verdicts = await told(undone);
  await firm.flow.rows('update public.connections set confirm_grace_seconds = 0 where id = $1', firm.flow.connectionId);
  expect(verdicts.map(({ data }) => data.state)).toEqual(['provisional', 'withdrawn']);
  is(one(verdicts, 'rules.violation-detected', 'withdrawn'), { accountId: undone, rule: 'max-daily-loss' });
});

const choose = () => bank.provider;
const clock = () => new Date(Date.now() + 180_000);
const send = async (id: string) => {
  await sendPayout(id, () => new Date(), choose);
  await checkPayout(id, clock, choose);
};
async function requested(): Promise<{ id: string; account: FundedAccount; message: Message }> {
  const account = await openFunded(firm, '0');
  await told(account.id);
  await earn(firm.flow, account, '10000.00', '2026-11-18T10:00:00.000Z');
  const id = await asked(account, 200_000);
  return { id, account, message: one(await told(account.id), 'withdrawal.requested') };
}

test('a withdrawal that is paid, with its amounts as decimal text', async () => {
  const { id, account, message } = await requested();
  const same = {
    withdrawalId: id,
    fundedAccountId: account.id,
    userId: account.trader.id,
    amount: '2000.00',
    grossAmount: '2500.00',
    currency: 'USD',
    requiresReview: true,
  };
  is(message, same);
  expect(await approve(firm, id)).toBe('approved');
  is(one(await told(account.id), 'withdrawal.approved'), { ...same, approvedBy: 'person', policyVersion: null });
  await send(id);
  is(one(await told(account.id), 'withdrawal.completed'), { ...same, provider: 'simulated' });
});

test('withdrawals that are rejected, cancelled, failed, and returned after they were sent', async () => {
  const turned = await requested();
  const rejecting = await firm.staff.ben?.client.rpc('reject_payout', { p_id: turned.id, p_version: 1, p_reason: 'The name differs.' });
  expect(rejecting?.data).toMatchObject({ outcome: 'rejected' });
  is(one(await told(turned.account.id), 'withdrawal.rejected'), { withdrawalId: turned.id, reason: 'The name differs.' });

  const refused = await requested();
  expect(await approve(firm, refused.id)).toBe('approved');
  bank.trouble = 'refuse';
  await send(refused.id);
  bank.trouble = 'ok';
  is(one(await told(refused.account.id), 'withdrawal.failed'), { withdrawalId: refused.id, returned: false });

  const back = await requested();
  expect(await approve(firm, back.id)).toBe('approved');
  await send(back.id);
  is(one(await told(back.account.id), 'withdrawal.completed'), { withdrawalId: back.id });
  const transfer = bank.ledger.find((one) => one.payout_id === back.id);
  if (transfer) transfer.became = 'returned';
  await checkPayout(back.id, clock, choose);
  is(one(await told(back.account.id), 'withdrawal.failed'), { withdrawalId: back.id, returned: true });
});

test('no topic was left out, and nothing was sent that is none', () => {
  expect([...seen].sort()).toEqual([...TOPICS].sort());
  expect(outside.forged).toBe(0);
});
