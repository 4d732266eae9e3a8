'use client';
// Success speaks in a toast; an error stays at its field or row. Only what was asked for in a toast is refused in one, for it has no other place.
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

/** Says that what a toast offered was not done. It stays until it is read. */
export function announceRefusal(message: string): void {
  toast.dismiss();
  toast.error(message, { duration: Infinity, closeButton: true });
}
