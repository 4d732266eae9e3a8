'use client';
// Reads the page again without leaving it: what stands is kept, what failed gets another chance.
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from './button';

export function Retry() {
  const router = useRouter();
  const [isPending, start] = useTransition();
  return (
    <Button disabled={isPending} onClick={() => start(() => router.refresh())} className="mt-1">
      Try again
    </Button>
  );
}
