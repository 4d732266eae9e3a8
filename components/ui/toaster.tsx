'use client';
// Success speaks in a toast; an error stays at its field or row and never becomes one.
import { useTheme } from 'next-themes';
import { Toaster as Sonner, toast } from 'sonner';

export function Toaster() {
  const { resolvedTheme } = useTheme();
  return <Sonner theme={resolvedTheme === 'dark' ? 'dark' : 'light'} position="bottom-right" duration={5000} visibleToasts={2} />;
}

/** Says one thing was done. The previous toast goes first, or an older one may stay above the newer. */
export function announce(message: string, undo?: { label: string; onClick: () => void }): void {
  toast.dismiss();
  toast.success(message, undo ? { action: undo } : undefined);
}
