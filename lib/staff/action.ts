// The only way to make a server action. Every action is a public POST endpoint, so the order cannot be skipped: a request without
// an Origin is refused, the gate opens or not, the schema is strict, and only then does the verb run.
import { headers } from 'next/headers';
import type { z } from 'zod';
import { refuse, type Result } from '@/lib/refusal';
import type { StaffActor, TraderActor } from '@/lib/staff/actor';
import { formFields, keptValues, readForm, type ActionState, type FormAction } from '@/lib/staff/form';
import { requireStaff, requireTrader } from '@/lib/staff/gate';
import type { StaffRole } from '@/lib/staff/roles';

/** A verb answers what was done in words, null when silence is enough, or a refusal. It may also redirect, and show something once. */
type Done = Result<string | null | { done: string; once: Record<string, string> }>;

async function run<S extends z.ZodType>(schema: S, form: FormData, verb: (input: z.output<S>) => Promise<Done>): Promise<ActionState> {
  const fields = formFields(form);
  const values = keptValues(fields);
  // A browser always names its origin on a POST and Next compares it with the host; what sends none is not a browser.
  if (!(await headers()).get('origin')) return refused(values, refuse('no-origin', 'This form can only be sent from the office itself.'));
  const input = readForm(schema, fields);
  if (!input.ok) return refused(values, input);
  const outcome = await verb(input.value);
  if (!outcome.ok) return refused(values, outcome);
  const told = typeof outcome.value === 'object' && outcome.value !== null ? outcome.value : { done: outcome.value };
  return { values: {}, refusal: null, ...told };
}

function refused(values: Record<string, string>, outcome: { ok: false; refusal: ActionState['refusal'] }): ActionState {
  return { values, refusal: outcome.refusal, done: null };
}

/** An action a stranger may call: signing in, registering, resetting. */
export function publicAction<S extends z.ZodType>(schema: S, verb: (input: z.output<S>) => Promise<Done>): FormAction {
  return async (_before, form) => run(schema, form, verb);
}

/** An action of the staff, for the roles named. */
export function staffAction<S extends z.ZodType>(
  roles: readonly StaffRole[],
  schema: S,
  verb: (input: z.output<S>, actor: StaffActor) => Promise<Done>,
): FormAction {
  return async (_before, form) => {
    const actor = await requireStaff(roles);
    return run(schema, form, (input) => verb(input, actor));
  };
}

/** An action of a trader in their own portal. */
export function traderAction<S extends z.ZodType>(schema: S, verb: (input: z.output<S>, actor: TraderActor) => Promise<Done>): FormAction {
  return async (_before, form) => {
    const actor = await requireTrader();
    return run(schema, form, (input) => verb(input, actor));
  };
}
