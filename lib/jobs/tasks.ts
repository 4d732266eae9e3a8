// The worker's task list: one line per job, each calls one verb. Every verb re-reads its state, because jobs run at least once.
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { confirmViolation } from '@/lib/jobs/settle';
import { sendMail } from '@/lib/mail/send';
import { settleMessage } from '@/lib/trades/settle';

const inbox = z.object({ inbox_id: z.string() });
const violation = z.object({ violation_id: z.string() });
const delivery = z.object({ delivery_id: z.string() });

export const tasks = {
  'settle-message': async (payload) => settleMessage(inbox.parse(payload).inbox_id, new Date()),
  'confirm-violation': async (payload) => confirmViolation(violation.parse(payload).violation_id, new Date()),
  'send-mail': async (payload) => sendMail(delivery.parse(payload).delivery_id, new Date()),
} satisfies TaskList;
