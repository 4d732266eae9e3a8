'use client';
// Invitations under way: whom, as what, by whom, and what each waits for.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { FormAction } from '@/lib/staff/form';
import type { OpenInvite } from '@/lib/staff/team-read';

type Props = { rows: OpenInvite[]; names: Record<string, string>; me: string; mayAct: boolean; now: string; action: FormAction };

function standing(row: OpenInvite, now: string): string {
  if (row.expires_at <= now) return 'expired';
  return row.approved_at === null && row.invited_by !== null ? 'waits for another admin' : 'mailed';
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
              {standing(row, now)}, by {row.invited_by === me ? 'you' : (names[row.invited_by ?? ''] ?? 'the owner')}, ends{' '}
              <When at={row.expires_at} mode="minute" />
            </span>
            <Deeds row={row} waits={standing(row, now).startsWith('waits')} isOwn={row.invited_by === me} mayAct={mayAct} action={action} />
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
          {told.refusal.message} ({told.refusal.code})
        </span>
      )}
    </form>
  );
}
