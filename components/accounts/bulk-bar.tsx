'use client';
// The deeds for the chosen accounts, each opening its dry run; and, once one is done, what came of it with the way to look at it.
import Link from 'next/link';
import { useState } from 'react';
import { SelectionBar } from '@/components/lists/selection-bar';
import type { Selection } from '@/components/lists/use-selection';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ACCOUNT_DEEDS, BULK_WORDS, type BulkDeed } from '@/lib/accounts/bulk';
import { accountsList } from '@/lib/accounts/list';
import type { FormAction } from '@/lib/staff/form';
import { BulkForm } from './bulk-form';
import { GroupForm } from './group-form';

export type BulkActions = { carryOut: FormAction; undo: FormAction; group: FormAction };
export type BulkRights = { mayDo: boolean; mayGroup: boolean; groups: string[] };
type Props = { selection: Selection; total: number; actions: BulkActions; rights: BulkRights };
type Told = { words: string; href: string; link: string };

export function BulkBar({ selection, total, actions, rights }: Props) {
  const [open, setOpen] = useState<BulkDeed | 'group' | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const scope = { ids: selection.isAll ? null : selection.ids, address: selection.address };
  const finish = (after: Told) => {
    setOpen(null);
    setTold(after);
    selection.clear();
  };
  return (
    <>
      <SelectionBar definition={accountsList} selection={selection} total={total}>
        {ACCOUNT_DEEDS.map((deed) => (
          <Button
            key={deed}
            disabled={!rights.mayDo}
            aria-describedby={rights.mayDo ? undefined : 'bulk-off'}
            onClick={() => setOpen(deed)}
          >
            {BULK_WORDS[deed].label}…
          </Button>
        ))}
        {!rights.mayDo && (
          <span id="bulk-off" className="text-label text-ink-2">
            Risk and admin do this.
          </span>
        )}
        {rights.mayGroup && <Button onClick={() => setOpen('group')}>Group…</Button>}
      </SelectionBar>
      {told && (
        <p role="status" className="rounded-md border border-line bg-surface px-3 py-1.5">
          {told.words}{' '}
          <Link href={told.href} className="text-accent underline">
            {told.link}
          </Link>
        </p>
      )}
      <Dialog
        open={open !== null}
        onClose={() => setOpen(null)}
        title={
          open === null ? '' : open === 'group' ? 'Put the chosen accounts into a group' : `${BULK_WORDS[open].label} the chosen accounts`
        }
      >
        {open !== null && open !== 'group' && (
          <BulkForm
            key={open}
            deed={open}
            scope={scope}
            carryOut={actions.carryOut}
            undo={actions.undo}
            onDone={(words, id) => finish({ words, href: `/accounts/deeds/${id}`, link: 'See what came of each' })}
          />
        )}
        {open === 'group' && (
          <GroupForm
            scope={scope}
            names={rights.groups}
            action={actions.group}
            onDone={(words, name) =>
              finish({ words, href: `/accounts?scope=all&group=${encodeURIComponent(name)}`, link: 'Show the group' })
            }
          />
        )}
      </Dialog>
    </>
  );
}
