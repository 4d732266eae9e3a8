'use server';
// Starting, resuming and retrying runs: risk and admin only. The run goes on after the answer; the page shows how far it is.
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { z } from 'zod';
import { resumeRun, retryFailed, startRejudge, startScaleTest, stopRun, type Begun } from '@/lib/batches/write';
import { createClient } from '@/lib/db/server';
import { accept, type Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';

const MOST = 50_000;
const ACTORS = ['risk', 'admin'] as const;
const wholeNumber = `Give a whole number from 1 to ${MOST}.`;
const scaleInput = z.strictObject({
  accounts: z
    .string()
    .regex(/^\d{1,5}$/, wholeNumber)
    .transform((text) => Number.parseInt(text, 10))
    .refine((count) => count >= 1 && count <= MOST, wholeNumber),
});
const runInput = z.strictObject({ id: z.uuid() });
const retryInput = z.strictObject({ id: z.uuid(), account: z.uuid().optional() });

/** Keeps the run alive beyond this answer, and leads to its page where its id is known. */
function keep(begun: Result<Begun>, words: string): Result<string | null> {
  if (!begun.ok) return begun;
  const { runId, ended } = begun.value;
  after(() => ended.catch(() => undefined));
  if (runId !== null) redirect(`/batches/${runId}`);
  refresh();
  return accept(words);
}

export const rejudgeAll = staffAction(ACTORS, z.strictObject({}), async () =>
  keep(await startRejudge(await createClient()), 'Judging has begun.'),
);
export const runLoadTest = staffAction(ACTORS, scaleInput, async ({ accounts }) =>
  keep(await startScaleTest(accounts), `The load test over ${accounts} accounts has begun. Its result appears below.`),
);
export const resumeBatch = staffAction(ACTORS, runInput, async ({ id }) =>
  keep(await resumeRun(await createClient(), id, new Date()), 'The run goes on.'),
);
export const retryBatch = staffAction(ACTORS, retryInput, async ({ id, account }) =>
  keep(await retryFailed(await createClient(), id, account ?? null), 'Judging what failed again.'),
);
export const stopBatch = staffAction(ACTORS, runInput, async ({ id }) => {
  const asked = await stopRun(await createClient(), id, new Date());
  if (!asked.ok) return asked;
  refresh();
  return accept('The run stops with its next heartbeat; what it has not begun is left.');
});
