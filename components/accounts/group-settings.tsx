'use client';
// A group's name, purpose, note and who sees it; and the way to put it away. Nothing of its accounts changes with it.
import { useFormAction } from '@/components/ui/form-action';
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ChoiceField } from '@/components/ui/choice-field';
import { AreaField, Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { GROUP_CHOICES, type GroupKind } from '@/lib/accounts/group';
import type { FormAction } from '@/lib/staff/form';

type Group = { id: string; name: string; kind: GroupKind; note: string; is_shared: boolean; version: number };
type Props = { group: Group; save: FormAction; archive: FormAction };

export function GroupSettings({ group, save, archive }: Props) {
  const [told, send, isPending] = useSaidAction(save);
  const [put, putAway] = useFormAction(archive);
  const isShared = told.refusal ? told.values.shared === 'yes' : group.is_shared;
  const typed = (name: string, otherwise: string) => told.values[name] ?? otherwise;
  return (
    <Panel title="About this group">
      <form action={send} className="flex max-w-xl flex-col gap-4">
        <input type="hidden" name="id" value={group.id} />
        <input type="hidden" name="version" value={group.version} />
        <Field
          label="Name"
          name="name"
          required
          minLength={2}
          maxLength={60}
          defaultValue={typed('name', group.name)}
          error={refusalOf(told)}
        />
        <ChoiceField label="What it is for" name="kind" choices={GROUP_CHOICES} defaultValue={typed('kind', group.kind)} />
        <AreaField label="Note" name="note" maxLength={1000} defaultValue={typed('note', group.note)} />
        <label className="flex min-h-6 items-center gap-2">
          <input key={String(isShared)} type="checkbox" name="shared" value="yes" defaultChecked={isShared} />
          Colleagues see it too
        </label>
        <Button type="submit" variant="primary" disabled={isPending} className="self-start">
          Save the group
        </Button>
      </form>
      <form action={putAway} className="mt-4 flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <input type="hidden" name="id" value={group.id} />
        <input type="hidden" name="version" value={group.version} />
        <Button type="submit" variant="danger">
          Put the group away
        </Button>
        <span className="text-label text-ink-2">
          {put.refusal ? refusalOf(put) : 'Its accounts stay as they are; its name becomes free.'}
        </span>
      </form>
    </Panel>
  );
}
