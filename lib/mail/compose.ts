// From what the database knows of one delivery to the letter itself: the same few steps for the mail job and for a preview.
import type { Message, Template } from '@/lib/mail/message';
import { findMessage } from '@/lib/mail/register';
import { render, type Dress, type Letter } from '@/lib/mail/render';
import { refuse, type Result } from '@/lib/refusal';

/** Writes a message. `template` is the version of the office in force, or null for the words of the house. */
export function compose(name: string, template: Template | null, context: unknown, dress: Dress): Result<Letter> {
  const message = findMessage(name);
  if (!message) return refuse('unknown-message', `There is no message "${name}".`, { facts: { message: name } });
  const known = message.context.safeParse(context);
  if (!known.success) {
    const paths = known.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return refuse('incomplete-context', `The message "${name}" cannot be written: ${paths}.`, { facts: { paths } });
  }
  return render(message, template ?? message, message.say(context), dress);
}

export interface Shown {
  context: unknown;
  /** What the record does not tell, such as a payout where there is none yet, and the example stands in for. */
  filled: string[];
}

/** What a preview is written from: the real record, and the example for whatever such a letter needs and the record lacks. */
export function previewContext(message: Message, real: Record<string, unknown> | null): Shown {
  const example = message.example as Record<string, unknown>;
  if (!real) return { context: example, filled: [] };
  if (message.context.safeParse(real).success) return { context: real, filled: [] };
  const filled = Object.keys(example).filter((key) => real[key] === undefined || real[key] === null);
  const mixed = { ...example, ...Object.fromEntries(Object.entries(real).filter(([, value]) => value !== null)) };
  return message.context.safeParse(mixed).success ? { context: mixed, filled } : { context: example, filled: Object.keys(example) };
}
