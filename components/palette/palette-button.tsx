'use client';
// The visible way into the palette, for whoever has no keyboard or does not know the key.
import { Search } from 'lucide-react';

/** Said to the window, where the one palette of the page listens. */
export const OPEN_PALETTE = 'open-palette';

export function PaletteButton() {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K"
      onClick={() => window.dispatchEvent(new Event(OPEN_PALETTE))}
      className="flex h-8 items-center gap-2 rounded-sm border border-line-strong bg-surface px-2 text-label text-ink-2 hover:bg-sunken"
    >
      <Search aria-hidden="true" className="size-3.5" />
      Go to
      <kbd className="ml-auto font-mono text-meta text-ink-3 max-lg:hidden">Ctrl K</kbd>
    </button>
  );
}
