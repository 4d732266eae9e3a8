// What a form sent and what it gets back. React empties uncontrolled fields after every action, failed ones too, so an action
// returns the values it was given and the fields take them up again; a typed reason survives a refusal.
import type { z } from 'zod';
import { accept, refuse, type Refusal, type Result } from '@/lib/refusal';

export type ActionState = {
  values: Record<string, string>;
  refusal: Refusal | null;
  /** What was done, in words for a toast; null while nothing was. */
  done: string | null;
  /** What is shown this one time and never again, such as a secret that was just made. */
  once?: Record<string, string>;
};

/** What a form calls: `useFormAction(action)`. */
export type FormAction = (before: ActionState, form: FormData) => Promise<ActionState>;

/** How long a reason is, in the field and at the door. */
export const REASON = { minLength: 3, maxLength: 500 } as const;

/** What a form hears from the door when its session has ended. */
export const SIGNED_OUT = 'signed-out';

export const UNTOUCHED: ActionState = { values: {}, refusal: null, done: null };

/** The named fields of a form. React adds its own, which begin with a dollar sign; files are never expected. */
export function formFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (!name.startsWith('$') && typeof value === 'string') fields[name] = value;
  }
  return fields;
}

/** What may be shown again. A password or a secret never travels back. */
export function keptValues(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !/password|token|code|secret|api_key/.test(name)));
}

/** The input under its schema, or one refusal that names the first field in trouble and every other one beside it. */
export function readForm<S extends z.ZodType>(schema: S, fields: Record<string, string>): Result<z.output<S>> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return accept(parsed.data);
  const [first, ...rest] = parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const path = first?.path ?? '';
  const also = rest.filter((one, place) => one.path !== path && rest.findIndex((other) => other.path === one.path) === place);
  return refuse('invalid-input', first?.message ?? 'The form could not be read.', { path, ...(also.length > 0 && { also }) });
}
