'use client';
// The keyboard of the queue: j and k walk, c claims, a and r choose an answer, Enter goes to the reason.
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { turnKeys, useKeysOn, useSingleKey } from '@/components/ui/keys';
import { Going } from './going';

/** Another review is read from its top: whose account it is stands there, and the reader may be down at the answers of the last one. */
export function showFromTop(): void {
  const pane = document.getElementById('review');
  if (pane && pane.getBoundingClientRect().top < 0) pane.scrollIntoView({ block: 'start' });
}

export function QueueKeys({ nextHref, previousHref }: { nextHref: string | null; previousHref: string | null }) {
  const router = useRouter();
  const on = useKeysOn();
  const [isGoing, begin] = useTransition();
  const go = (href: string | null) => {
    if (!href) return;
    begin(() => router.push(href, { scroll: false }));
    showFromTop();
  };
  useSingleKey('j', () => go(nextHref));
  useSingleKey('k', () => go(previousHref));
  useSingleKey('c', () => document.querySelector<HTMLFormElement>('form[data-form="claim"]')?.requestSubmit());
  return (
    <label
      className="flex items-center gap-1.5 text-label text-ink-2 max-lg:hidden"
      title="j next, k previous, c claim, a approve, r reject, Enter reason, Ctrl+Enter send"
    >
      <input type="checkbox" checked={on} onChange={(event) => turnKeys(event.target.checked)} className="accent-accent" />
      Keys j k c a r Enter
      <Going isGoing={isGoing} />
    </label>
  );
}
