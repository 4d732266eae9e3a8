'use client';
// The accounts of a group, weakest first, each with the way out of the group.
import Link from 'next/link';
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { loginText } from '@/lib/accounts/login-text';
import type { Member } from '@/lib/accounts/group';
import type { FormAction } from '@/lib/staff/form';

type Props = { id: string; version: number; members: Member[]; mayAct: boolean; action: FormAction };

export function GroupMembers({ id, version, members, mayAct, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <Panel title="Accounts" flush>
      {told.refusal && (
        <p role="alert" className="px-4 py-2 text-critical">
          {refusalOf(told)}
        </p>
      )}
      {members.length === 0 && <p className="p-4 text-ink-2">The group is empty. Choose accounts on the list and put them into it.</p>}
      <form action={send}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <ul className="divide-y divide-line">
          {members.map((member) => (
            <li key={member.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
              <Link
                href={`/accounts/${member.id}`}
                className="inline-flex min-h-6 items-center font-mono text-label text-accent hover:underline"
              >
                {loginText(member.login)}
              </Link>
              <StateChip state={member.risk_state} />
              <StatusChip status={member.status} />
              <span className="min-w-0 flex-1 truncate">{member.trader_name}</span>
              {member.is_alive && <Money cents={member.headroom_cents} currency={member.currency} />}
              {mayAct && (
                <Button
                  type="submit"
                  size="small"
                  name="account"
                  value={member.id}
                  disabled={isPending}
                  aria-label={`Take ${loginText(member.login)} out of the group`}
                >
                  Take out
                </Button>
              )}
            </li>
          ))}
        </ul>
      </form>
    </Panel>
  );
}
