'use client';
// The reason of a deed: asked for with most of what staff do, within the bounds that the door holds it to, and never lost by a refusal.
import { useState, type ReactNode } from 'react';
import { REASON, type ActionState } from '@/lib/staff/form';
import { AreaField, Field, type AreaProps, type FieldProps } from './field';
import { errorAt } from './told';

const NEAR = 50;

type Own = 'label' | 'name' | 'required' | 'minLength' | 'maxLength' | 'defaultValue' | 'onInput' | 'below';
type Asked = {
  told: ActionState;
  label?: string;
  name?: string;
  /** For a form that says every refusal here, the whole of it; otherwise what is wrong with the reason itself is said. */
  error?: ReactNode;
};

const given = ({ told, label = 'Reason', name = 'reason', error = errorAt(told, name) }: Asked) => ({
  ...{ ...REASON, required: true, label, name, error },
  defaultValue: told.values[name] ?? '',
});

export function ReasonField({ told, label, name, error, ...rest }: Omit<AreaProps, Own> & Asked) {
  const asked = given({ told, label, name, error });
  const { left, onInput } = useLeft(told, asked.defaultValue);
  return <AreaField rows={2} {...rest} {...asked} onInput={onInput} below={<Left count={left} />} />;
}

/** On one line: where the deed is small and its form stands among others. */
export function ReasonLine({ told, label, name, error, ...rest }: Omit<FieldProps, Own> & Asked) {
  const asked = given({ told, label, name, error });
  const { left, onInput } = useLeft(told, asked.defaultValue);
  return <Field {...rest} {...asked} onInput={onInput} below={<Left count={left} />} />;
}

/** How much still fits. Every answer sets the field to what it hands back, so what was counted before it counts no longer. */
function useLeft(told: ActionState, held: string) {
  const [typed, setTyped] = useState({ told, length: held.length });
  const length = typed.told === told ? typed.length : held.length;
  const onInput = (event: { currentTarget: { value: string } }) => setTyped({ told, length: event.currentTarget.value.length });
  return { left: REASON.maxLength - length, onInput };
}

/** Said once the end is near: the browser takes up nothing beyond it, and says so to nobody. It is there before it speaks, so that it is heard. */
function Left({ count }: { count: number }) {
  const isNear = count <= NEAR;
  const words =
    count > 0
      ? `${count} ${count === 1 ? 'character' : 'characters'} left.`
      : `${REASON.maxLength} characters: nothing beyond is taken up.`;
  return (
    <span aria-live="polite" className={isNear ? 'text-label text-caution' : 'sr-only'}>
      {isNear && words}
    </span>
  );
}
