'use client';
// Reads the page anew when news come: at once, then once a second however many there are, never twice at a time, and no more often than
// the database stands. A page nobody looks at waits until somebody does.
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useTransition } from 'react';

/** News of one deed come together and are read together. */
const SOON_MS = 50;
/** A breach is on the screen within two seconds: half a one to be heard, one to wait, the rest to read. */
const EVERY_MS = 1000;
/** A reading of which nothing was heard for so long is not waited for any more. */
const GIVE_UP_MS = 10_000;

/** Answers how to ask for a reading, so long after the one before at the earliest. */
export function useRefresh(): (everyMs?: number) => void {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  /** How long after the last reading the next one was asked for; null while none was. */
  const wanted = useRef<number | null>(null);
  const began = useRef(-Infinity);
  /** Before this nobody asks again. */
  const restUntil = useRef(-Infinity);

  const plan = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    if (wanted.current === null) return;
    const read = () => {
      timer.current = null;
      if (document.visibilityState === 'hidden') return;
      wanted.current = null;
      began.current = performance.now();
      restUntil.current = began.current + GIVE_UP_MS;
      startReading(() => router.refresh());
    };
    const earliest = Math.max(restUntil.current, began.current + wanted.current);
    timer.current = setTimeout(read, Math.max(SOON_MS, earliest - performance.now()));
  }, [router]);

  useEffect(() => {
    if (isReading || began.current === -Infinity) return;
    // Whoever took long to answer is left alone for as long again.
    const now = performance.now();
    restUntil.current = now + (now - began.current);
    plan();
  }, [isReading, plan]);
  useEffect(() => {
    document.addEventListener('visibilitychange', plan);
    return () => {
      document.removeEventListener('visibilitychange', plan);
      clearTimeout(timer.current ?? undefined);
    };
  }, [plan]);

  return useCallback(
    (everyMs = EVERY_MS) => {
      const isPlanned = timer.current !== null && wanted.current !== null && wanted.current <= everyMs;
      wanted.current = Math.min(wanted.current ?? Infinity, everyMs);
      if (!isPlanned) plan();
    },
    [plan],
  );
}
