'use client';
// Rows of 26, 32 or 40 px. The choice stands on the root element, where the stylesheet reads it, and in a cookie for the next first paint.
import { useSyncExternalStore } from 'react';
import { DENSITIES, DENSITY_COOKIE, densityOf, type Density } from './density-mode';

const CHANGED = 'density-changed';
const NAMES: Record<Density, string> = { compact: 'Compact rows', normal: 'Normal rows', roomy: 'Roomy rows' };

function watch(heard: () => void): () => void {
  window.addEventListener(CHANGED, heard);
  return () => window.removeEventListener(CHANGED, heard);
}

function choose(next: Density): void {
  document.documentElement.dataset.density = next;
  document.cookie = `${DENSITY_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
  window.dispatchEvent(new Event(CHANGED));
}

export function DensityChoice({ className }: { className?: string }) {
  const density = useSyncExternalStore(
    watch,
    () => densityOf(document.documentElement.dataset.density),
    () => 'normal' as const,
  );
  return (
    <label className={className}>
      <span className="sr-only">Height of rows</span>
      <select
        value={density}
        onChange={(event) => choose(densityOf(event.target.value))}
        className="h-7 w-full rounded-sm border border-line-strong bg-surface px-1.5 text-label text-ink"
      >
        {DENSITIES.map((one) => (
          <option key={one} value={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
