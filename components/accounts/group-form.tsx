'use client';
// Puts the chosen accounts into a group: an existing one by its name, or a new one.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Field, inputStyle } from '@/components/ui/field';
import { announce } from '@/components/ui/toaster';
import type { BulkScope } from '@/lib/accounts/bulk';
import { GROUP_KINDS, GROUP_WORDS } from '@/lib/accounts/group';
import type { FormAction } from '@/lib/staff/action';
import type { ActionState } from '@/lib/staff/form';

type Props = { scope: BulkScope; names: string[]; action: FormAction; onDone: (words: string, name: string) => void };

export function GroupForm({ scope, names, action, onDone }: Props) {
  const answered = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await action(before, form);
    if (told.done) {
      announce(told.done);
      onDone(told.done, String(form.get('name')).trim());
    }
    return told;
  };
  const [told, send, isPending] = useFormAction(answered);
  const isShared = told.refusal === null || told.values.shared === 'yes';
  return (
    <form action={send} className="flex flex-col gap-4">
      <input type="hidden" name="ids" value={scope.ids?.join(',') ?? ''} />
      <input type="hidden" name="address" value={scope.address} />
      <Field
        label="Name of the group"
        name="name"
        id="group-name"
        list="group-names"
        required
        minLength={2}
        maxLength={60}
        autoComplete="off"
        defaultValue={told.values.name ?? ''}
        error={told.refusal ? `${told.refusal.message} (${told.refusal.code})` : null}
        hint="The name of a group that is there adds to it; another name makes a new one."
      />
      <datalist id="group-names">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label className="flex flex-col gap-1 text-label font-medium text-ink-2">
        What a new one is for
        <select
          // A changed default is only taken up by a new element, and a refused form has to show what was chosen.
          key={told.values.kind}
          name="kind"
          defaultValue={told.values.kind ?? 'watch'}
          className={`${inputStyle} h-9`}
        >
          {GROUP_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {GROUP_WORDS[kind]}
            </option>
          ))}
        </select>
      </label>
      <label className="flex min-h-6 items-center gap-2">
        <input key={String(isShared)} type="checkbox" name="shared" value="yes" defaultChecked={isShared} />
        Colleagues see a new one too
      </label>
      <Button type="submit" variant="primary" disabled={isPending} className="self-start">
        Put into the group
      </Button>
    </form>
  );
}
