'use client';
// Judges one account of a run again: the smallest thing that may be tried before the whole run is.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';
import type { BatchRunDetail } from '@/lib/batches/run';
import { Told } from './run-deed';

type Props = {
  run: Pick<BatchRunDetail, 'id' | 'state'>;
  account: string;
  login: string;
  refusedBecause: string | null;
  action: FormAction;
};

export function RetryOne({ run, account, login, refusedBecause, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  const off = refusedBecause ?? (run.state === 'running' ? 'The run has not ended.' : null);
  return (
    <form action={send} className="flex items-center gap-2">
      <input type="hidden" name="id" value={run.id} />
      <input type="hidden" name="account" value={account} />
      <Button type="submit" size="small" disabled={off !== null || isPending} title={off ?? undefined} aria-label={`Judge ${login} again`}>
        Judge again
      </Button>
      <Told told={told} />
    </form>
  );
}
