'use client';
// What became of a form: the refusal in words beside it, and a toast when it was done.
import { useEffect, useRef } from 'react';
import { announce } from '@/components/ui/toaster';
import type { ActionState } from '@/lib/staff/form';

/** Announces each done deed once. */
export function useAnnounced(told: ActionState): void {
  const announced = useRef<ActionState | null>(null);
  useEffect(() => {
    if (told.done && announced.current !== told) announce(told.done);
    announced.current = told;
  }, [told]);
}

export function Refused({ told }: { told: ActionState }) {
  if (!told.refusal) return null;
  const { code, message, path } = told.refusal;
  return (
    <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
      {message}{' '}
      <span className="font-mono text-label text-ink-2">
        {code}
        {path ? ` · ${path}` : ''}
      </span>
    </p>
  );
}
