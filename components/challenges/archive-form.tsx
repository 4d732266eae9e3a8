'use client';
// Takes a product out of the catalogue or back into it, with a reason. Nothing that was sold is ever deleted.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  id: string;
  version: number;
  isArchived: boolean;
  running: number;
  refusedBecause: string | null;
  action: FormAction;
};

export function ArchiveForm({ id, version, isArchived, running, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <p className="text-ink-2">
        {isArchived
          ? 'Restored, it is sold again under its product id.'
          : `Archived, it is not sold any more: an order for it waits for a person. ${running} running ${running === 1 ? 'account keeps its' : 'accounts keep their'} terms.`}
      </p>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="is_archived" value={String(!isArchived)} />
      <ReasonField id="archive-reason" disabled={off} told={told} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant={isArchived ? 'quiet' : 'danger'} disabled={off || isPending}>
          {isArchived ? 'Sell it again' : 'Archive the product'}
        </Button>
      </div>
    </form>
  );
}
