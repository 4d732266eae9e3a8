'use client';
// Said while another review is fetched: the old one is still on the page, so single keys wait until the new one is there.
import { useLinkStatus } from 'next/link';
import { cn } from '@/components/ui/cn';

export function Going({ isGoing, className }: { isGoing: boolean; className?: string }) {
  if (!isGoing) return null;
  return (
    <span role="status" data-going="" className={cn('text-label font-normal text-accent', className)}>
      opening…
    </span>
  );
}

/** Inside the link of a row: its own page is the one that is fetched. */
export function RowGoing() {
  return <Going isGoing={useLinkStatus().pending} className="ml-2" />;
}
