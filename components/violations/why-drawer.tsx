'use client';
// The drawer the arithmetic opens in. Which one is open stands in the URL, so a link to it can be sent.
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';

export function WhyDrawer({ title, closeHref, children }: { title: string; closeHref: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <Dialog open kind="drawer" title={title} onClose={() => router.push(closeHref, { scroll: false })}>
      {children}
    </Dialog>
  );
}
