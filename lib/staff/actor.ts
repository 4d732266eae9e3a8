// Who is asking, once it has been verified: one of the staff, a trader, or somebody signed in who is neither.
import { z } from 'zod';
import { STAFF_ROLES, type StaffRole } from '@/lib/staff/roles';

export type StaffActor = { kind: 'staff'; id: string; email: string; name: string; role: StaffRole };
export type TraderActor = { kind: 'trader'; id: string; userId: string; email: string; name: string };
type UnknownActor = { kind: 'unknown'; id: string; email: string };
export type Actor = StaffActor | TraderActor | UnknownActor;

export type SignedIn = { id: string; email: string };

const staffRow = z.object({ role: z.enum(STAFF_ROLES), is_active: z.boolean(), full_name: z.string().nullish() });
const traderRow = z.object({ id: z.string(), full_name: z.string().nullish() });

/** A disabled member of staff is nobody here: the row decides, not the token they still hold. */
export function actorOf(user: SignedIn, staff: unknown, trader: unknown): Actor {
  const asStaff = staffRow.safeParse(staff);
  if (asStaff.success) {
    if (!asStaff.data.is_active) return { kind: 'unknown', id: user.id, email: user.email };
    return { kind: 'staff', id: user.id, email: user.email, name: asStaff.data.full_name || user.email, role: asStaff.data.role };
  }
  const asTrader = traderRow.safeParse(trader);
  if (!asTrader.success) return { kind: 'unknown', id: user.id, email: user.email };
  return { kind: 'trader', id: asTrader.data.id, userId: user.id, email: user.email, name: asTrader.data.full_name || user.email };
}

/** Where somebody lands after signing in: their own side of the house, or the page they came for. */
export function landingOf(actor: Actor, next: string | null): string {
  if (actor.kind === 'staff') return next ?? '/';
  return next?.startsWith('/portal') ? next : '/portal';
}

/** A path on this host or null: a link in a mail must not send anybody elsewhere after signing in. */
export function safePath(next: unknown): string | null {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next)) return null;
  return next.length > 512 ? null : next;
}
