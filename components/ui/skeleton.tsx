// Placeholders of the real height, still and quiet: nothing shifts when the data comes, and nothing shimmers.
import { cn } from './cn';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('rounded-sm bg-sunken', className)} />;
}

/** A list of `rows` rows that is loading. */
export function SkeletonRows({ rows = 12, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-line rounded-md border border-line bg-surface">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-(--row) items-center gap-6 px-3">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 flex-1" />
        </div>
      ))}
    </div>
  );
}
