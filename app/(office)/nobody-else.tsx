// Said beside a deed that this person began and another has to finish, where there is nobody else who could.
import Link from 'next/link';
import { createClient } from '@/lib/db/server';
import type { StaffActor } from '@/lib/staff/actor';
import { isAlone } from '@/lib/staff/alone-read';
import type { StaffRole } from '@/lib/staff/roles';

/** `roles` are those that may finish it. */
export async function NobodyElse({ actor, roles }: { actor: Pick<StaffActor, 'id' | 'role'>; roles: readonly StaffRole[] }) {
  if (!(await isAlone(await createClient(), actor.id, roles))) return null;
  return (
    <p className="text-label text-caution">
      Nobody else here could: it waits until somebody of {roles.join(' or ')} joins.{' '}
      {actor.role === 'admin' ? (
        <Link href="/staff" className="underline">
          Invite a colleague
        </Link>
      ) : (
        'An admin invites colleagues.'
      )}
    </p>
  );
}
