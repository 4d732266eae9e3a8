'use client';
// The keyboard of the queue: j and k walk, c claims, a and r choose an answer, Enter goes to the reason. Single keys can surprise people who
// speak or sweep their input, so they can be switched off, and they never act while something is being typed.
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

const STORE = 'queue-keys';
const CHANGED = 'queue-keys-changed';

const isOn = () => {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    return true;
  }
};
function watch(heard: () => void): () => void {
  window.addEventListener(CHANGED, heard);
  window.addEventListener('storage', heard);
  return () => {
    window.removeEventListener(CHANGED, heard);
    window.removeEventListener('storage', heard);
  };
}
function turn(on: boolean): void {
  try {
    localStorage.setItem(STORE, on ? 'on' : 'off');
  } catch {
    // Where nothing may be stored the keys stay as they are.
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** A field, a button or an open dialog has its own keys. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest('input, textarea, select, button, a, [contenteditable="true"]') !== null;
}

/** Runs `act` when the key is pressed outside of anything that takes keys itself. */
export function useQueueKey(key: string, act: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isOn()) return;
    // Enter belongs to whatever has the focus; a letter does not belong to a link or a button.
    const inField =
      event.target instanceof Element && event.target.closest('input:not([type="radio"]), textarea, select, [contenteditable="true"]');
    if (key === 'Enter' ? isBusy(event.target) : inField || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Another review is read from its top: whose account it is stands there, and the reader may be down at the answers of the last one. */
export function showFromTop(): void {
  const pane = document.getElementById('review');
  if (pane && pane.getBoundingClientRect().top < 0) pane.scrollIntoView({ block: 'start' });
}

export function QueueKeys({ nextHref, previousHref }: { nextHref: string | null; previousHref: string | null }) {
  const router = useRouter();
  const on = useSyncExternalStore(watch, isOn, () => true);
  const go = (href: string | null) => {
    if (!href) return;
    router.push(href, { scroll: false });
    showFromTop();
  };
  useQueueKey('j', () => go(nextHref));
  useQueueKey('k', () => go(previousHref));
  useQueueKey('c', () => document.querySelector<HTMLFormElement>('form[data-form="claim"]')?.requestSubmit());
  return (
    <label
      className="flex items-center gap-1.5 text-label text-ink-2 max-lg:hidden"
      title="j next, k previous, c claim, a approve, r reject, Enter reason, Ctrl+Enter send"
    >
      <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} className="accent-accent" />
      Keys j k c a r Enter
    </label>
  );
}
