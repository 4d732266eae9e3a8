// A labelled choice from a list; the native control, so that a phone shows its own.
import type { ReactNode } from 'react';
import { cn } from './cn';
import { describedBy, FieldFrame, inputStyle } from './field';

export type Choice = { value: string; label: string };
type ChoiceFieldProps = {
  label: string;
  name: string;
  /** Where two forms of a page have a field of this name. */
  id?: string;
  /** What an empty choice means; absent where one has to be made. */
  blank?: string;
  choices: Choice[];
  groups?: { label: string; choices: Choice[] }[];
  defaultValue?: string;
  disabled?: boolean;
  error?: ReactNode;
  hint?: ReactNode;
};

export function ChoiceField({
  label,
  name,
  id = name,
  blank,
  choices,
  groups = [],
  defaultValue,
  disabled,
  error,
  hint,
}: ChoiceFieldProps) {
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint}>
      <select
        // A changed default is only taken up by a new element, and a refused form has to show what was chosen.
        key={defaultValue}
        id={id}
        name={name}
        defaultValue={defaultValue}
        disabled={disabled}
        {...describedBy(id, error, hint)}
        className={cn(inputStyle, 'h-9')}
      >
        {blank !== undefined && <option value="">{blank}</option>}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.choices.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </FieldFrame>
  );
}
