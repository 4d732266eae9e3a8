// The worker's task list: one line per job, each calls one verb. Every verb re-reads its state, because jobs run at least once.
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { judgeAccountNow, runScheduled, SCHEDULED } from '@/lib/jobs/scheduled-settle';
import { confirmViolation } from '@/lib/jobs/settle';
import { sendMail } from '@/lib/mail/send';
import { settleMessage } from '@/lib/trades/settle';

const inbox = z.object({ inbox_id: z.string() });
const violation = z.object({ violation_id: z.string() });
const delivery = z.object({ delivery_id: z.string() });
const account = z.object({ account_id: z.string() });

const scheduled = Object.fromEntries(
  SCHEDULED.map((job) => [job, async () => void (await runScheduled(job, new Date()))] as const),
) satisfies TaskList;

export const tasks = {
  'settle-message': async (payload) => settleMessage(inbox.parse(payload).inbox_id, new Date()),
  'confirm-violation': async (payload) => confirmViolation(violation.parse(payload).violation_id, new Date()),
  'judge-account': async (payload) => judgeAccountNow(account.parse(payload).account_id),
  'send-mail': async (payload) => sendMail(delivery.parse(payload).delivery_id, new Date()),
  ...scheduled,
} satisfies TaskList;

/** The timetable of a stack that has no scheduler outside; several workers share it, and each line runs once. */
export const TIMETABLE = `
* * * * * day-close ?max=1
* * * * * confirm-due ?max=1
*/5 * * * * risk-batch ?max=1
*/15 * * * * refresh-views ?max=1
`;
