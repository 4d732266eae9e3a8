// The firm's mark: a water level above a floor, and the name.
import { cn } from '@/components/ui/cn';

export function Mark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-form font-semibold', className)}>
      <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5">
        <rect width="20" height="20" rx="3" className="fill-accent" />
        <path d="M3.5 13.5h13" className="stroke-accent-on" strokeWidth="2" />
        <path d="M3.5 8h8" className="stroke-accent-on" strokeWidth="2" opacity="0.6" />
      </svg>
      Tideline
    </span>
  );
}
