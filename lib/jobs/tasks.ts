// The worker's task list: one line per job, each calls one verb. Every verb re-reads its state, because jobs run at least once.
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { passPhase, provisionAccount } from '@/lib/accounts/provision-settle';
import { settleInbox } from '@/lib/inbox/settle';
import { SCHEDULED } from '@/lib/jobs/scheduled';
import { judgeAccountNow, runScheduled } from '@/lib/jobs/scheduled-settle';
import { confirmViolation } from '@/lib/jobs/settle';
import { replayMessage } from '@/lib/connections/replay';
import { sendMail } from '@/lib/mail/send';
import { sendOutbound } from '@/lib/outbound/send';
import { queueAgain } from '@/lib/outbound/tail-send';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { weighScaling } from '@/lib/payouts/scaling-settle';
import { releasePayout, settleHeldPayout, weighPayouts } from '@/lib/payouts/settle';
import { eraseTrader } from '@/lib/traders/erasure-settle';
import { sendPlatformOrder } from '@/lib/trades/order-send';
import { pullFeed } from '@/lib/trades/pull-receive';

const inbox = z.object({ inbox_id: z.string() });
const violation = z.object({ violation_id: z.string() });
const delivery = z.object({ delivery_id: z.string() });
const account = z.object({ account_id: z.string() });
const review = z.object({ review_id: z.string() });
const payout = z.object({ payout_id: z.string() });
const order = z.object({ order_id: z.string() });
const deed = z.object({ deed_id: z.string() });
const erasure = z.object({ erasure_id: z.string() });
const endpoint = z.object({ endpoint_id: z.string() });
const again = z.object({ endpoint_id: z.string(), from_event: z.string() });
const feed = z.object({ connection_id: z.string(), account_id: z.string().optional() });

const scheduled = Object.fromEntries(
  SCHEDULED.map((job) => [job, async () => void (await runScheduled(job, new Date()))] as const),
) satisfies TaskList;

export const tasks = {
  'settle-message': async (payload) => settleInbox(inbox.parse(payload).inbox_id, new Date()),
  'confirm-violation': async (payload) => confirmViolation(violation.parse(payload).violation_id, new Date()),
  'judge-account': async (payload) => judgeAccountNow(account.parse(payload).account_id),
  'provision-account': async (payload) => provisionAccount(account.parse(payload).account_id, new Date()),
  'pass-phase': async (payload) => passPhase(review.parse(payload).review_id, new Date()),
  'platform-order': async (payload) => sendPlatformOrder(order.parse(payload).order_id, new Date()),
  'release-payout': async (payload) => void (await releasePayout(payout.parse(payload).payout_id, new Date())),
  'recompute-payout': async (payload) => void (await settleHeldPayout(payout.parse(payload).payout_id, new Date())),
  'weigh-payouts': async (payload) => void (await weighPayouts(account.parse(payload).account_id, new Date())),
  'weigh-scaling': async (payload) => weighScaling(account.parse(payload).account_id, new Date()),
  'send-payout': async (payload) => sendPayout(payout.parse(payload).payout_id, () => new Date()),
  'check-payout': async (payload) => checkPayout(payout.parse(payload).payout_id, () => new Date()),
  'pull-feed': async (payload) => {
    const { connection_id, account_id } = feed.parse(payload);
    return pullFeed(connection_id, account_id ?? null, new Date());
  },
  'send-mail': async (payload) => sendMail(delivery.parse(payload).delivery_id, new Date()),
  'replay-message': async (payload) => replayMessage(deed.parse(payload).deed_id, new Date()),
  'send-outbound': async (payload) => void (await sendOutbound(endpoint.parse(payload).endpoint_id, () => new Date())),
  'replay-outbound': async (payload) => {
    const { endpoint_id, from_event } = again.parse(payload);
    await queueAgain(endpoint_id, BigInt(from_event), new Date());
  },
  'erase-trader': async (payload) => eraseTrader(erasure.parse(payload).erasure_id, new Date()),
  ...scheduled,
} satisfies TaskList;
