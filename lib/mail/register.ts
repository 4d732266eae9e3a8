// Every message this firm sends. A message is one file in messages/, one line here and one test.
import type { Message } from '@/lib/mail/message';
import { ruleViolation } from '@/lib/mail/messages/rule-violation';
import { welcome } from '@/lib/mail/messages/welcome';

export const MESSAGES: readonly Message[] = [ruleViolation, welcome];

export function findMessage(name: string): Message | undefined {
  return MESSAGES.find((known) => known.name === name);
}
