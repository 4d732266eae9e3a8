// A labelled input. Uncontrolled on purpose: React empties such fields after every form action, so the action hands the typed
// values back and they return here as `defaultValue`.
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

export const inputStyle =
  'w-full rounded-sm border border-line-strong bg-surface px-2.5 text-form text-ink placeholder:text-ink-3 disabled:bg-sunken aria-invalid:border-critical';

type Told = {
  label: string;
  name: string;
  error?: ReactNode;
  hint?: ReactNode;
  /** Stands right under the control, such as how much still fits. */
  below?: ReactNode;
};
export type FieldProps = Omit<ComponentProps<'input'>, 'name'> & Told;

export function Field({ label, name, error, hint, below, className, id = name, type = 'text', ...rest }: FieldProps) {
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint} className={className}>
      <input {...rest} id={id} name={name} type={type} {...describedBy(id, error, hint)} className={cn(inputStyle, 'h-9')} />
      {below}
    </FieldFrame>
  );
}

export type AreaProps = Omit<ComponentProps<'textarea'>, 'name'> & Told;

/** A field for a reason: several lines, same promises. */
export function AreaField({ label, name, error, hint, below, className, id = name, rows = 3, ...rest }: AreaProps) {
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint} className={className}>
      <textarea {...rest} id={id} name={name} rows={rows} {...describedBy(id, error, hint)} className={cn(inputStyle, 'py-1.5')} />
      {below}
    </FieldFrame>
  );
}

/** Ties a control of any kind to what `FieldFrame` says under it. */
export function describedBy(id: string, error: ReactNode, hint: ReactNode) {
  const ids = [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter((entry) => entry !== null);
  return { 'aria-invalid': error ? true : undefined, 'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined };
}

type FrameProps = { id: string; label: string; error?: ReactNode; hint?: ReactNode; className?: string; children: ReactNode };

export function FieldFrame({ id, label, error, hint, className, children }: FrameProps) {
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-label font-medium text-ink-2">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-label text-critical">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-label text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
