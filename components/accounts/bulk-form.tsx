'use client';
// The dry run of a deed on many accounts or verdicts, and the deed: first what would happen to how many and why the rest is left out, then a reason.
// What is sent says what was seen, so that nothing happens to a set that has changed meanwhile.
import { startTransition } from 'react';
import { answered, useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { AreaField, inputStyle } from '@/components/ui/field';
import { announce, announceRefusal } from '@/components/ui/toaster';
import { refusalOf } from '@/components/ui/told';
import { BULK_WORDS, manyText, prospectText, type BulkDeed, type BulkScope } from '@/lib/accounts/bulk';
import { UNTOUCHED, type ActionState, type FormAction } from '@/lib/staff/form';
import { DeedGroups } from './deed-groups';
import { useWeighed } from './use-weighed';

type Props = {
  deed: BulkDeed;
  scope: BulkScope;
  carryOut: FormAction;
  /** Takes back a block; other deeds have no counter-deed. */
  undo?: FormAction;
  onDone: (words: string, id: string) => void;
};

export function BulkForm({ deed, scope, carryOut, undo, onDone }: Props) {
  const { weighed, trouble, again } = useWeighed(deed, scope);
  const carried = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await carryOut(before, form);
    const id = String(form.get('key'));
    if (told.done) {
      announce(told.done, deed === 'block' && undo ? { label: 'Undo', onClick: () => takeBack(undo, id) } : undefined);
      onDone(told.done, id);
    }
    return told;
  };
  const [told, send, isPending] = useFormAction(carried);
  const { label, consequences, templates } = BULK_WORDS[deed];
  const hasDrifted = told.refusal?.code === 'drift';
  if (trouble) return <Trouble words={trouble} again={again} />;
  if (!weighed) return <p role="status">Counting what this would come to…</p>;
  return (
    <form action={send} className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <p role="status" className="text-form font-semibold">
          {prospectText(deed, weighed)}
        </p>
        <DeedGroups deed={deed} groups={weighed.groups} caption="What would happen to how many" />
      </div>
      {weighed.can > 0 && (
        <>
          <ul className="list-disc pl-5">
            {consequences.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <Hidden fields={{ deed, key: weighed.key, matching: weighed.matching, digest: weighed.digest, address: scope.address }} />
          <input type="hidden" name="ids" value={scope.ids?.join(',') ?? ''} />
          <Template templates={templates} chosen={told.values.template} />
          <AreaField
            label="In your own words"
            name="words"
            required
            minLength={3}
            maxLength={400}
            defaultValue={told.values.words ?? ''}
            error={refusalOf(told)}
            hint="Staff only; it is kept with each of them."
          />
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              variant={deed === 'block' || deed === 'confirm' ? 'danger' : 'primary'}
              disabled={isPending || hasDrifted}
            >
              {isPending ? 'Working…' : `${label} ${manyText(deed, weighed.can)}`}
            </Button>
            {hasDrifted && <Button onClick={again}>Count again</Button>}
          </div>
        </>
      )}
    </form>
  );
}

function Template({ templates, chosen }: { templates: string[]; chosen: string | undefined }) {
  return (
    <label className="flex flex-col gap-1 text-label font-medium text-ink-2">
      What kind of reason
      <select
        // A changed default is only taken up by a new element, and a refused form has to show what was chosen.
        key={chosen}
        name="template"
        defaultValue={chosen ?? templates[0]}
        className={`${inputStyle} h-9`}
      >
        {templates.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

function Hidden({ fields }: { fields: Record<string, string | number> }) {
  return Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

function Trouble({ words, again }: { words: string; again: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p role="alert" className="text-critical">
        {words}
      </p>
      <Button onClick={again}>Count again</Button>
    </div>
  );
}

/** The counter-deed, with an event of its own on each account. */
function takeBack(undo: FormAction, id: string): void {
  const form = new FormData();
  form.set('id', id);
  startTransition(async () => {
    const { done, refusal } = await answered(undo)(UNTOUCHED, form);
    if (done) announce(done);
    else announceRefusal(refusal ? `Not undone: ${refusal.message} (${refusal.code})` : 'Nothing was undone.');
  });
}
