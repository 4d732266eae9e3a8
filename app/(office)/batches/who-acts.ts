// Who starts runs, and what everybody else is told instead.
import type { StaffActor } from '@/lib/staff/actor';

/** Why this person may not start a run; null where they may. */
export function actorsOnly(actor: StaffActor): string | null {
  return actor.role === 'risk' || actor.role === 'admin' ? null : 'Only risk and admin start, resume and retry runs.';
}
