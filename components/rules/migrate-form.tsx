'use client';
// Moves the running accounts of a phase to the version in force: only by name, with the reason and how the traders agreed.
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';
import { Refused, useSaidAction } from '@/components/ui/told';

type MigrateFormProps = {
  phaseId: string;
  versionId: string;
  version: number;
  /** Running accounts that keep an older version. */
  count: number;
  refusedBecause: string | null;
  action: FormAction;
};

export function MigrateForm({ phaseId, versionId, version, count, refusedBecause, action }: MigrateFormProps) {
  const [told, send, isPending] = useSaidAction(action);
  // Nothing is offered where nobody could be moved.
  if (count === 0)
    return (
      <>
        <Refused told={told} />
        <p className="text-ink-2">No running account of this phase is on another version.</p>
      </>
    );
  const off = refusedBecause !== null;
  const accounts = `${count.toLocaleString('en-US')} running ${count === 1 ? 'account' : 'accounts'}`;
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} beside={['reason', 'consent']} />
      <p className="text-ink-2">
        {accounts} of this phase were sold under another version and keep it. Moved now, each is judged by version {version} from this
        moment on; what was judged before stays. Each trader is told by mail what changes.
      </p>
      <input type="hidden" name="phase" value={phaseId} />
      <input type="hidden" name="version" value={versionId} />
      <ReasonField told={told} disabled={off} />
      <ReasonField told={told} label="How the traders agreed" name="consent" disabled={off} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="danger" disabled={off || isPending}>
          Move {accounts} to version {version}
        </Button>
      </div>
    </form>
  );
}
