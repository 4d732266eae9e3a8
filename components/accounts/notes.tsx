'use client';
// What staff wrote on an account or about a trader, newest first. Notes are never changed; a correction is another note.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { AreaField } from '@/components/ui/field';
import { When } from '@/components/ui/when';
import { refusalOf } from '@/components/ui/told';
import type { FormAction } from '@/lib/staff/form';

export type Note = { id: string; body: string; created_at: string; author: string };

type Props = {
  /** Id of what the notes are about, sent under the name of `subject`. */
  accountId: string;
  subject?: 'account' | 'trader';
  notes: Note[];
  mayWrite: boolean;
  /** Who may, where it is not those who may write on an account. */
  refusedBecause?: string;
  action: FormAction;
};

export function Notes({ accountId, subject = 'account', notes, mayWrite, refusedBecause, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <div className="flex flex-col gap-4">
      <form action={send} className="flex max-w-prose flex-col gap-2">
        <input type="hidden" name={subject} value={accountId} />
        <AreaField
          label="New note"
          name="body"
          required
          maxLength={4000}
          disabled={!mayWrite}
          defaultValue={told.values.body ?? ''}
          error={refusalOf(told)}
          hint={mayWrite ? 'Staff only. A note cannot be changed afterwards.' : (refusedBecause ?? 'Support, risk and admin write notes.')}
        />
        <Button type="submit" variant="primary" disabled={!mayWrite || isPending} className="self-start">
          Add note
        </Button>
      </form>
      {notes.length === 0 && <p className="text-ink-2">Nobody has written a note yet.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {notes.map((note) => (
          <li key={note.id} className="py-2">
            <p className="whitespace-pre-wrap">{note.body}</p>
            <p className="text-label text-ink-3">
              {note.author}, <When at={note.created_at} mode="minute" />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
