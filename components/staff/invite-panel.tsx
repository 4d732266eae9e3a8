'use client';
// Invite a colleague: an address and a role. Says beforehand whether another admin has to agree.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Field, inputStyle } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { cn } from '@/components/ui/cn';
import { refusalOf } from '@/components/ui/told';
import type { FormAction } from '@/lib/staff/form';
import { ROLE_DUTIES, STAFF_ROLES } from '@/lib/staff/roles';

type Props = { alone: boolean; mailLeaves: boolean; refusedBecause: string | null; action: FormAction };

export function InvitePanel({ alone, mailLeaves, refusedBecause, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  const trouble = refusalOf(told);
  return (
    <Panel title="Invite a colleague">
      <form action={send} className="flex max-w-prose flex-col gap-3" noValidate>
        <Field
          label="E-mail address"
          name="email"
          type="email"
          required
          maxLength={254}
          defaultValue={told.values.email ?? ''}
          error={trouble}
          disabled={refusedBecause !== null}
        />
        <div className="flex flex-col gap-1">
          <label htmlFor="invite-role" className="text-label font-medium text-ink-2">
            Role
          </label>
          <select
            key={told.values.role ?? 'viewer'}
            id="invite-role"
            name="role"
            defaultValue={told.values.role ?? 'viewer'}
            disabled={refusedBecause !== null}
            className={cn(inputStyle, 'h-9')}
          >
            {STAFF_ROLES.map((role) => (
              <option key={role} value={role}>
                {role}: {ROLE_DUTIES[role]}
              </option>
            ))}
          </select>
        </div>
        <p className="text-label text-ink-2">
          {refusedBecause !== null
            ? refusedBecause
            : alone
              ? 'You are the only active admin, so nobody else has to agree. With a second admin, each invitation takes two.'
              : 'Another admin has to agree before the letter leaves: one person must not work here under two names.'}
        </p>
        {!mailLeaves && (
          <p className="text-label text-caution">
            No mail provider is set (RESEND_API_KEY), so the letter with the link is written down and not sent: Mail, Letters says where it
            is kept. Once a provider is set, send it once more there.
          </p>
        )}
        <Button type="submit" variant="primary" disabled={refusedBecause !== null || isPending} className="self-start">
          Invite
        </Button>
        {told.done && (
          <p role="status" className="text-label text-ink-2">
            {told.done}
          </p>
        )}
      </form>
    </Panel>
  );
}
