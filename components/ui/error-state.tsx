// A part of a page that could not be read, told where it would have stood: with the number of the request, and a way to try again.
import { headers } from 'next/headers';
import { Suspense, type ReactNode } from 'react';
import { Failure } from './failure';
import { Retry } from './retry';

type Props = { code: string; title?: string; body?: ReactNode; action?: ReactNode; className?: string };

export function ErrorState({ title = 'This part could not be loaded', action, ...rest }: Props) {
  return (
    <Failure
      {...rest}
      title={title}
      number={
        <Suspense fallback={null}>
          <RequestNumber />
        </Suspense>
      }
      action={action ?? <Retry />}
    />
  );
}

/** The number the proxy gave this request; the log and the audit name it too. */
async function RequestNumber() {
  const number = (await headers()).get('x-request-id');
  return number === null ? null : ` · request ${number}`;
}
