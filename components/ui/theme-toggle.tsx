'use client';
// Light, dark, or as the machine says. The server cannot know the choice, so the control stands empty-handed until hydration.
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { cn } from './cn';

const still = () => () => undefined;

export function ThemeToggle({ className }: { className?: string }) {
  const { theme, setTheme } = useTheme();
  const hydrated = useSyncExternalStore(
    still,
    () => true,
    () => false,
  );
  return (
    <label className={cn('block', className)}>
      <span className="sr-only">Theme</span>
      <select
        value={hydrated ? (theme ?? 'system') : 'system'}
        onChange={(event) => setTheme(event.target.value)}
        className="h-7 w-full rounded-sm border border-line-strong bg-surface px-1.5 text-label text-ink"
      >
        <option value="system">Theme of this device</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
