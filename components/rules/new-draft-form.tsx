'use client';
// Begins a draft: for which phase, and from what.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';
import { ChoiceField, type Choice } from '@/components/ui/choice-field';
import { Refused } from '@/components/ui/told';

type NewDraftFormProps = {
  phases: Choice[];
  presets: Choice[];
  /** Null when this person may write rules; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

export function NewDraftForm({ phases, presets, refusedBecause, action }: NewDraftFormProps) {
  const [told, send, isPending] = useFormAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      <Refused told={told} />
      <ChoiceField label="Phase" name="phase" choices={phases} defaultValue={told.values.phase} disabled={off} />
      <ChoiceField
        label="Begin with"
        name="from"
        choices={[{ value: 'in-force', label: 'the version in force' }]}
        groups={[{ label: 'Presets (they imitate published rules; they are no offers by those firms)', choices: presets }]}
        defaultValue={told.values.from}
        disabled={off}
      />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="primary" disabled={off || isPending}>
          Begin a draft
        </Button>
      </div>
    </form>
  );
}
