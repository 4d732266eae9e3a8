'use client';
// Sends a form and never loses what was typed: where no answer comes back, the form stands as it was and says that nobody knows whether it
// was received. An error page in its place would empty the form and leave the reader guessing.
import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { formFields, keptValues, SIGNED_OUT, UNTOUCHED, type FormAction } from '@/lib/staff/form';
import { keepTypedSince } from './typed-since';

/** The action with an answer in any case. Going elsewhere and being shut out are answers too, which the router takes. */
export const answered =
  (action: FormAction): FormAction =>
  async (before, form) => {
    try {
      return await action(before, form);
    } catch (trouble) {
      unstable_rethrow(trouble);
      const values = keptValues(formFields(form));
      if (unstable_isUnrecognizedActionError(trouble)) {
        const message = 'This page is older than the program behind it: nothing was received. Copy what you wrote and load the page again.';
        return { values, refusal: { code: 'page-outdated', message }, done: null };
      }
      if (trouble instanceof Error && trouble.message === SIGNED_OUT) {
        const message = 'You are signed out: nothing was received. Sign in on another page, then send it again here.';
        return { values, refusal: { code: SIGNED_OUT, message }, done: null };
      }
      return {
        values,
        refusal: { code: 'no-answer', message: `No answer came back, so it is not known whether this was received. ${again(form)}` },
        done: null,
      };
    }
  };

/** A key is kept with the deed, so asking twice is asking once; a version that was used up is refused the second time. */
function again(form: FormData): string {
  if (form.has('request_key') || form.has('key')) return 'Asking again asks once.';
  if (form.has('version')) return 'Send it again: if it was received, the second time is refused and changes nothing.';
  return 'Load the page again and look before you send it once more.';
}

/** What became of the form, what sends it, and whether it is under way. */
export function useFormAction(action: FormAction) {
  useEffect(keepTypedSince, []);
  return useActionState(answered(action), UNTOUCHED);
}
