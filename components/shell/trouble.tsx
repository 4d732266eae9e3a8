'use client';
// What stands where a page failed: what happened, the number that finds it in the log, and a way to try again. Never a stack.
import { Button } from '@/components/ui/button';
import { Failure } from '@/components/ui/failure';

export type TroubleProps = { error: unknown; retry: () => void };

export function Trouble({ error, retry }: TroubleProps) {
  const digest = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null;
  return (
    <Failure
      title="This page could not be shown"
      code="page-failed"
      // Whether something was received before the page failed is not known here, so nothing is said of it.
      body="Try again; if it stays, give the code to whoever runs this system. If you had just sent something, look whether it was received before you send it once more."
      number={digest && ` · request ${digest}`}
      action={
        <Button onClick={() => retry()} className="mt-1">
          Try again
        </Button>
      }
    />
  );
}
