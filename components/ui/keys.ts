'use client';
// Single keys as shortcuts. They can surprise people who speak or sweep their input, so they can be switched off, and they never act while
// something is being typed or a dialog is open.
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

const STORE = 'queue-keys';
const CHANGED = 'queue-keys-changed';

const areKeysOn = (): boolean => {
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

export function useKeysOn(): boolean {
  return useSyncExternalStore(watch, areKeysOn, () => true);
}

export function turnKeys(on: boolean): void {
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
export function useSingleKey(key: string, act: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !areKeysOn()) return;
    // Enter belongs to whatever has the focus; a letter does not belong to a link, a button or a box to tick.
    const inField =
      event.target instanceof Element &&
      event.target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]');
    // What is drawn while another page is fetched is about to go.
    if (document.querySelector('[data-going]')) return;
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
