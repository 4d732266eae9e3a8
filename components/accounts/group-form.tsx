'use client';
// Puts the chosen accounts into a group: an existing one by its name, or a new one.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { ChoiceField } from '@/components/ui/choice-field';
import { Field } from '@/components/ui/field';
import { announce } from '@/components/ui/toaster';
import { refusalOf } from '@/components/ui/told';
import type { BulkScope } from '@/lib/accounts/bulk';
import { GROUP_CHOICES } from '@/lib/accounts/group';
import type { ActionState, FormAction } from '@/lib/staff/form';

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
        error={refusalOf(told)}
        hint="The name of a group that is there adds to it; another name makes a new one."
      />
      <datalist id="group-names">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ChoiceField
        label="What a new one is for"
        name="kind"
        id="group-kind"
        choices={GROUP_CHOICES}
        defaultValue={told.values.kind ?? 'watch'}
      />
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
