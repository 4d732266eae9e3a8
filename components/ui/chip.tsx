// A word in a frame: where something stands. Which colours it may have, and what they mean, is said where it is used.
import type { ComponentProps } from 'react';
import { cn } from './cn';

const FRAME = 'inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-label font-medium whitespace-nowrap';

export function Chip({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={cn(FRAME, className)} />;
}
