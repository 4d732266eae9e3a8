'use client';
// The chosen verdicts and the two ways to decide them together, each by its dry run first.
import Link from 'next/link';
import { useState } from 'react';
import { BulkForm } from '@/components/accounts/bulk-form';
import { SelectionBar } from '@/components/lists/selection-bar';
import type { Selection } from '@/components/lists/use-selection';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { BULK_WORDS, VERDICT_DEEDS } from '@/lib/accounts/bulk';
import type { FormAction } from '@/lib/staff/form';
import { violationsList } from '@/lib/violations/list';

type Props = {
  selection: Selection;
  total: number;
  /** Null where this person decides verdicts; otherwise why not. */
  refusedBecause: string | null;
  carryOut: FormAction;
};

export function VerdictBar({ selection, total, refusedBecause, carryOut }: Props) {
  const [open, setOpen] = useState<(typeof VERDICT_DEEDS)[number] | null>(null);
  const [told, setTold] = useState<{ words: string; id: string } | null>(null);
  return (
    <>
      <SelectionBar definition={violationsList} selection={selection} total={total}>
        {VERDICT_DEEDS.map((deed) => (
          <Button
            key={deed}
            disabled={refusedBecause !== null}
            aria-describedby={refusedBecause === null ? undefined : 'verdicts-off'}
            onClick={() => setOpen(deed)}
          >
            {BULK_WORDS[deed].label}…
          </Button>
        ))}
        {refusedBecause && (
          <span id="verdicts-off" className="text-label text-ink-2">
            {refusedBecause}
          </span>
        )}
      </SelectionBar>
      {told && (
        <p role="status" className="rounded-md border border-line bg-surface px-3 py-1.5">
          {told.words}{' '}
          <Link href={`/accounts/deeds/${told.id}`} className="text-accent underline">
            See what came of each
          </Link>
        </p>
      )}
      <Dialog
        open={open !== null}
        onClose={() => setOpen(null)}
        title={open === null ? '' : `${BULK_WORDS[open].label} the chosen verdicts`}
      >
        {open !== null && (
          <BulkForm
            key={open}
            deed={open}
            scope={{ ids: selection.isAll ? null : selection.ids, address: selection.address }}
            carryOut={carryOut}
            onDone={(words, id) => {
              setOpen(null);
              setTold({ words, id });
              selection.clear();
            }}
          />
        )}
      </Dialog>
    </>
  );
}
