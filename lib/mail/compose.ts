// From what the database knows of one delivery to the letter itself: the same few steps for the mail job and for a preview.
import type { Template } from '@/lib/mail/message';
import { findMessage } from '@/lib/mail/register';
import { render, type Letter } from '@/lib/mail/render';
import { refuse, type Result } from '@/lib/refusal';

/** Writes a message. `template` is the active version of the office, or null for the words of the house. */
export function compose(name: string, template: Template | null, context: unknown, origin: string): Result<Letter> {
  const message = findMessage(name);
  if (!message) return refuse('unknown-message', `There is no message "${name}".`, { facts: { message: name } });
  const known = message.context.safeParse(context);
  if (!known.success) {
    const paths = known.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return refuse('incomplete-context', `The message "${name}" cannot be written: ${paths}.`, { facts: { paths } });
  }
  return render(message, template ?? message, message.say(context), origin);
}
