// The links of invitations. A link carries the invitation's id under a signature, so the database keeps nothing that could open one.
import { createHmac, timingSafeEqual } from 'node:crypto';

type InviteKind = 'staff' | 'trader';
const MARK: Record<InviteKind, string> = { staff: 's', trader: 't' };
const SHAPE = /^([st])_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

const sign = (secret: string, kind: InviteKind, id: string): string =>
  createHmac('sha256', secret).update(`invite:${kind}:${id}`).digest('base64url');

/** The token of an invitation's link; the same whenever it is made. */
export const inviteToken = (secret: string, kind: InviteKind, id: string): string => `${MARK[kind]}_${id}.${sign(secret, kind, id)}`;

/** Whom a link invites, as far as its shape tells: enough to choose the words of a page, not to open anything. */
export const inviteKind = (token: string): InviteKind => (token.startsWith('t_') ? 'trader' : 'staff');

/** The invitation's id, if we signed the link for that kind; null for anything else. */
export function readInviteToken(secret: string, kind: InviteKind, token: string): string | null {
  const [, mark, id, signature] = SHAPE.exec(token) ?? [];
  if (mark !== MARK[kind] || !id || !signature) return null;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, kind, id))) ? id : null;
}

export const invitePath = (token: string): string => `/accept-invite?token=${token}`;
