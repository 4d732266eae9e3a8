'use client';
// What stands where a page failed: what happened, the number that finds it in the log, and a way to try again. Never a stack.
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/empty';

export type TroubleProps = { error: unknown; retry: () => void };

export function Trouble({ error, retry }: TroubleProps) {
  const digest = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null;
  return (
    <ErrorState
      title="This page could not be shown"
      code="page-failed"
      requestId={digest}
      action={
        <Button onClick={() => retry()} className="mt-1">
          Try again
        </Button>
      }
    />
  );
}
