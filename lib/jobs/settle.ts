// What jobs ask of the database alone: confirm a verdict whose grace is over, and hand a job that failed for good to a person.
import { serviceClient } from '@/lib/db/clients';

/**
 * Confirms the provisional violation `violationId`. The database re-reads it: a withdrawn one is left alone, and one whose feed
 * is not yet complete waits on in a job of its own.
 */
export async function confirmViolation(violationId: string, now: Date): Promise<void> {
  const answer = await serviceClient().rpc('confirm_violation', { p_id: violationId, p_now: now.toISOString() });
  if (answer.error) throw new Error(`confirm_violation: ${answer.error.message}`);
}

export interface ExhaustedJob {
  job_id: string;
  task: string;
  payload: unknown;
  attempts: number;
  error: string;
}

/** Opens a review of kind `job`; one open review per job, however often this runs. The queue keeps the job, so it can be run again. */
export async function openJobReview(job: ExhaustedJob, now: Date): Promise<void> {
  const answer = await serviceClient().rpc('open_job_review', { p: { ...job, now: now.toISOString() } });
  if (answer.error) throw new Error(`open_job_review: ${answer.error.message}`);
}
