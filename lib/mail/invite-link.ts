// Puts the link of an invitation, or of a changed destination, into a letter's context. Links are signed when the letter is written, so neither the queue nor the
// database ever holds one that works.
import { z } from 'zod';
import { destinationPath, destinationToken } from '@/lib/payouts/destination-link';
import { invitePath, inviteToken } from '@/lib/staff/invitation';

const invited = z.looseObject({ invite: z.object({ kind: z.enum(['staff', 'trader']), id: z.string() }) });

const changed = z.looseObject({ confirm: z.object({ id: z.string(), version: z.int() }) });

const EXAMPLE = 'example';

/**
 * The context with `invite_path`, where it speaks of an invitation, or `confirm_path`, where of a destination; as it was otherwise. What a
 * test letter is about is told by its author: without a secret the link opens nothing, or whoever writes letters could sign any.
 */
export function withInviteLink(context: unknown, secret: string | null): unknown {
  const asked = changed.safeParse(context);
  if (asked.success)
    return { ...asked.data, confirm_path: destinationPath(secret === null ? EXAMPLE : destinationToken(secret, asked.data.confirm)) };
  const found = invited.safeParse(context);
  if (!found.success) return context;
  const { kind, id } = found.data.invite;
  return { ...found.data, invite_path: invitePath(secret === null ? EXAMPLE : inviteToken(secret, kind, id)) };
}
