'use client';
// Invitations under way: whom, as what, by whom, and what each waits for.
import Link from 'next/link';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { STATE_WORDS } from '@/lib/mail/states';
import type { FormAction } from '@/lib/staff/form';
import type { OpenInvite } from '@/lib/staff/team-read';
import { refusalOf } from '@/components/ui/told';

type Props = { rows: OpenInvite[]; names: Record<string, string>; me: string; mayAct: boolean; now: string; action: FormAction };

function standing(row: OpenInvite, now: string): 'expired' | 'waits for another admin' | 'link made by hand' | 'letter' {
  if (row.expires_at <= now) return 'expired';
  if (row.invited_by === null) return 'link made by hand';
  return row.approved_at === null ? 'waits for another admin' : 'letter';
}

/** A letter says itself how far it came: that it was mailed is not known here. */
function Standing({ row, now }: { row: OpenInvite; now: string }) {
  const stands = standing(row, now);
  if (stands !== 'letter') return stands;
  if (!row.letter) return 'no letter yet';
  return (
    <>
      letter:{' '}
      <Link href={`/mail/deliveries/${row.letter.id}`} className="text-accent underline">
        {STATE_WORDS[row.letter.state].toLowerCase()}
      </Link>
      {row.letter.state === 'not_sent' && ', since no mail provider is set'}
    </>
  );
}

export function OpenInvites({ rows, names, me, mayAct, now, action }: Props) {
  if (rows.length === 0) return null;
  return (
    <Panel title="Invitations">
      <ul className="flex flex-col divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="font-mono text-label">{row.email}</span>
            <span>{row.role}</span>
            <span className="text-label text-ink-2">
              <Standing row={row} now={now} />, by {row.invited_by === me ? 'you' : (names[row.invited_by ?? ''] ?? 'the owner')}, ends{' '}
              <When at={row.expires_at} mode="minute" />
            </span>
            <Deeds
              row={row}
              waits={standing(row, now) === 'waits for another admin'}
              isOwn={row.invited_by === me}
              mayAct={mayAct}
              action={action}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type DeedsProps = { row: OpenInvite; waits: boolean; isOwn: boolean; mayAct: boolean; action: FormAction };

function Deeds({ row, waits, isOwn, mayAct, action }: DeedsProps) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <form action={send} className="ml-auto flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={row.id} />
      {waits && (
        <Button type="submit" name="decision" value="approve" variant="primary" size="small" disabled={isPending || isOwn || !mayAct}>
          Agree and mail {row.email}
        </Button>
      )}
      <Button type="submit" name="decision" value="revoke" size="small" disabled={isPending || !mayAct}>
        Take back<span className="sr-only"> the invitation of {row.email}</span>
      </Button>
      {!mayAct && <span className="text-label text-ink-3">Admins decide invitations.</span>}
      {mayAct && waits && isOwn && <span className="text-label text-ink-3">You asked for it: another admin agrees.</span>}
      {told.refusal && (
        <span role="alert" className="text-label text-critical">
          {refusalOf(told)}
        </span>
      )}
    </form>
  );
}
