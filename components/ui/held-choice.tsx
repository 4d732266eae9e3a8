'use client';
// A radio button or tick whose state the page holds. React resets a form after every action, refused ones too, and a reset puts such a
// control back to what it was at first, whatever the page holds; so the held state is made the one the reset returns to.
import type { ComponentProps } from 'react';

type Props = Omit<ComponentProps<'input'>, 'ref' | 'defaultChecked'> & { type: 'radio' | 'checkbox'; checked: boolean };

export function HeldChoice({ checked, ...rest }: Props) {
  return (
    <input
      {...rest}
      checked={checked}
      ref={(control) => {
        if (control) control.defaultChecked = checked;
      }}
    />
  );
}
