'use client';
// Everybody who works or worked here. One row opens into its change: role or access, with a reason and what it does.
import { useState } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { inputStyle } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { refusalOf } from '@/components/ui/told';
import type { FormAction } from '@/lib/staff/form';
import { ROLE_DUTIES, STAFF_ROLES } from '@/lib/staff/roles';
import type { Colleague } from '@/lib/staff/team-read';

type Props = { rows: Colleague[]; me: string; refusedBecause: string | null; action: FormAction };

export function TeamTable({ rows, me, refusedBecause, action }: Props) {
  const [openId, open] = useState<string | null>(null);
  const chosen = rows.find((row) => row.id === openId);
  return (
    <Panel title="People" aside={<span id="team-off">{refusedBecause ?? 'Nobody changes their own role'}</span>} flush>
      <FigureTable
        caption="Staff, active ones first"
        columns={[
          { name: 'Name', words: true },
          { name: 'Access', words: true },
          { name: 'Role', words: true },
          { name: 'E-mail', words: true },
          { name: 'Last login', words: true, means: 'By the login page, an invitation or a new password' },
          { name: 'Open sessions', means: 'Sessions of the auth server that have not ended' },
          { name: 'Change', words: true },
        ]}
        rows={rows.map((row) => ({
          key: row.id,
          cells: [
            row.full_name || 'No name given',
            <Access key="access" isActive={row.is_active} />,
            <span key="role" title={ROLE_DUTIES[row.role]}>
              {row.role}
            </span>,
            <span key="email" className="font-mono text-label">
              {row.email}
            </span>,
            <Seen key="seen" row={row} />,
            row.sessions ?? 'not told',
            row.id === me ? (
              'yourself'
            ) : (
              <Button key="change" size="small" disabled={refusedBecause !== null} aria-describedby="team-off" onClick={() => open(row.id)}>
                Change<span className="sr-only"> {row.full_name || row.email}</span>
              </Button>
            ),
          ],
        }))}
      />
      <Dialog open={chosen !== undefined} onClose={() => open(null)} title={`Change ${chosen?.full_name || chosen?.email || ''}`}>
        {chosen && <ChangeForm key={`${chosen.id} ${chosen.role} ${chosen.is_active}`} row={chosen} action={action} />}
      </Dialog>
    </Panel>
  );
}

/** A session that no login opened came through the auth server itself, as the demo's own deeds do: "never" beside it would read as a mistake. */
function Seen({ row }: { row: Colleague }) {
  if (row.last_login_at === null && (row.sessions ?? 0) > 0) return <span className="text-ink-3">never here; by a program</span>;
  return <When at={row.last_login_at} mode="minute" />;
}

function Access({ isActive }: { isActive: boolean }) {
  return <span className={isActive ? undefined : 'text-ink-3'}>{isActive ? 'active' : 'inactive'}</span>;
}

function ChangeForm({ row, action }: { row: Colleague; action: FormAction }) {
  const [told, send, isPending] = useFormAction(action);
  const role = told.values.role ?? row.role;
  return (
    <form action={send} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={row.id} />
      <div className="flex flex-col gap-1">
        <label htmlFor="change-role" className="text-label font-medium text-ink-2">
          Role
        </label>
        <select key={role} id="change-role" name="role" defaultValue={role} className={cn(inputStyle, 'h-9')}>
          {STAFF_ROLES.map((one) => (
            <option key={one} value={one}>
              {one}: {ROLE_DUTIES[one]}
            </option>
          ))}
        </select>
      </div>
      <p className="text-ink-2">
        A new role counts from their next request. Deactivating ends every session at once; what they did stays in the audit under their
        name.
      </p>
      <ReasonField told={told} error={refusalOf(told)} rows={3} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="is_active" value={row.is_active ? 'true' : 'false'} variant="primary" disabled={isPending}>
          Change the role
        </Button>
        <Button
          type="submit"
          name="is_active"
          value={row.is_active ? 'false' : 'true'}
          variant={row.is_active ? 'danger' : 'quiet'}
          disabled={isPending}
        >
          {row.is_active ? 'Deactivate' : 'Let in again'}
        </Button>
      </div>
      {told.done && (
        <p role="status" className="text-label text-ink-2">
          {told.done}
        </p>
      )}
    </form>
  );
}
