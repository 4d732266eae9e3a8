'use client';
// The reason of a deed: asked for with most of what staff do, within the bounds that the door holds it to, and never lost by a refusal.
import { REASON, type ActionState } from '@/lib/staff/form';
import { AreaField, Field, type AreaProps, type FieldProps } from './field';
import { errorAt } from './told';

type Own = 'label' | 'name' | 'required' | 'minLength' | 'maxLength' | 'defaultValue';
type Asked = {
  told: ActionState;
  label?: string;
  name?: string;
  /** For a form that says every refusal here, the whole of it; otherwise what is wrong with the reason itself is said. */
  error?: string | null;
};

const given = ({ told, label = 'Reason', name = 'reason', error = errorAt(told, name) }: Asked) => ({
  ...{ ...REASON, required: true, label, name, error },
  defaultValue: told.values[name] ?? '',
});

export function ReasonField({ told, label, name, error, ...rest }: Omit<AreaProps, Own> & Asked) {
  return <AreaField rows={2} {...rest} {...given({ told, label, name, error })} />;
}

/** On one line: where the deed is small and its form stands among others. */
export function ReasonLine({ told, label, name, error, ...rest }: Omit<FieldProps, Own> & Asked) {
  return <Field {...rest} {...given({ told, label, name, error })} />;
}
