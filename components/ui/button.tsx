// Buttons and links that look like buttons. A button says the deed ("Approve payout $1,250.00"), so it has no icon-only form
// without a spoken label.
import { cva, type VariantProps } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm border font-medium whitespace-nowrap select-none disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
  {
    variants: {
      variant: {
        primary: 'border-accent bg-accent text-accent-on not-disabled:hover:opacity-90',
        quiet: 'border-line-strong bg-surface text-ink not-disabled:hover:bg-sunken',
        danger: 'border-critical bg-surface text-critical not-disabled:hover:bg-critical-soft',
      },
      size: {
        small: 'h-6 px-2 text-label',
        medium: 'h-7 px-2.5 text-body',
        large: 'h-9 px-4 text-form',
      },
    },
    defaultVariants: { variant: 'quiet', size: 'medium' },
  },
);

type Style = VariantProps<typeof buttonStyle>;

export type ButtonProps = ComponentProps<'button'> & Style;

export function Button({ variant, size, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ variant, size }), className)} {...rest} />;
}

type LinkButtonProps = ComponentProps<typeof Link> & Style;

export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <Link className={cn(buttonStyle({ variant, size }), className)} {...rest} />;
}
