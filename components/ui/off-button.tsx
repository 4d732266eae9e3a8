// A deed that is not this reader's, or not now: shown where it would be, with the reason beside it in words.
import { useId, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button';
import { cn } from './cn';

type Props = Pick<ButtonProps, 'size' | 'variant' | 'className'> & { why: string; children: ReactNode };

export function OffButton({ why, children, className, ...style }: Props) {
  const id = useId();
  return (
    <span className={cn('inline-flex flex-wrap items-center gap-x-2 gap-y-1', className)}>
      <Button {...style} disabled aria-describedby={id}>
        {children}
      </Button>
      <span id={id} className="text-label text-ink-2">
        {why}
      </span>
    </span>
  );
}
