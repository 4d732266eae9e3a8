// Puts the link of an invitation into a letter's context. Links are signed when the letter is written, so neither the queue nor the
// database ever holds one that works.
import { z } from 'zod';
import { invitePath, inviteToken } from '@/lib/staff/invitation';

const invited = z.looseObject({ invite: z.object({ kind: z.enum(['staff', 'trader']), id: z.string() }) });

/** The context with `invite_path`, where it speaks of an invitation; as it was otherwise. */
export function withInviteLink(context: unknown, secret: string): unknown {
  const found = invited.safeParse(context);
  if (!found.success) return context;
  const { kind, id } = found.data.invite;
  return { ...found.data, invite_path: invitePath(inviteToken(secret, kind, id)) };
}
