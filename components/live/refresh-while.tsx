'use client';
// While a run is under way its page is read again every two seconds; nothing moves once it has ended.
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const EVERY_MS = 2_000;

export function RefreshWhile({ on }: { on: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [on, router]);
  return on ? (
    <span role="status" className="text-label text-ink-3">
      Under way, read again every 2 s
    </span>
  ) : null;
}
