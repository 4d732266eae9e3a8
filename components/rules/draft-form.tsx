'use client';
// The editor of a draft. Its fields were read off each rule's own schema on the server; what was typed survives a refusal, with its
// words at the field they are about.
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { DraftField, DraftGroup } from '@/lib/challenges/draft-fields';
import { choiceText, fieldHelp } from '@/lib/challenges/field-help';
import { ruleName } from '@/lib/rules/rule-name';
import type { ActionState, FormAction } from '@/lib/staff/form';
import { ChoiceField } from '@/components/ui/choice-field';
import { messageAt, Refused } from '@/components/ui/told';

type DraftFormProps = {
  id: string;
  checksum: string;
  name: string;
  note: string;
  /** Minute in UTC, or empty: from the moment it is published. */
  effective: string;
  header: DraftField[];
  groups: DraftGroup[];
  payout: DraftField[];
  action: FormAction;
};

export function DraftForm({ id, checksum, name, note, effective, header, groups, payout, action }: DraftFormProps) {
  const [told, send, isPending] = useFormAction(action);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The form is several screens long: whoever pressed the button at its end is taken to the field the refusal is about.
    if (told.refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [told]);
  const errorAt = (path: string) => messageAt(told, path);
  const fields = (list: DraftField[]) => (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {list.map((field) => (
        <Entry key={field.path} field={field} value={told.values[field.path] ?? field.value} error={errorAt(field.path)} />
      ))}
    </div>
  );
  return (
    <form ref={form} action={send} className="flex flex-col gap-4" noValidate>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={checksum} />
      <Panel title="The set">
        <div className="flex flex-col gap-3">
          <div className="grid gap-3 sm:grid-cols-2">
            <Field
              label="Name"
              name="set_name"
              required
              defaultValue={told.values.set_name ?? name}
              error={errorAt('code')}
              hint="Kebab-case. The name of a preset promises its worked cases; a set of your own takes its own name."
            />
            <Field
              label="Takes effect (UTC)"
              name="effective"
              type="datetime-local"
              defaultValue={told.values.effective ?? effective}
              error={errorAt('effective')}
              hint="Left empty: from the moment it is published."
            />
          </div>
          <AreaField label="What changes, and why" name="note" required defaultValue={told.values.note ?? note} error={errorAt('note')} />
          {fields(header)}
        </div>
      </Panel>
      {groups.map((group) => (
        <Group key={group.path} group={group} told={told}>
          {fields(group.fields)}
        </Group>
      ))}
      <Panel title="Payouts">{fields(payout)}</Panel>
      <Refused told={told} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="large" disabled={isPending}>
          Save the draft
        </Button>
        <Link href={`/rules/${id}`} className="text-accent underline">
          Leave it as it was
        </Link>
      </div>
    </form>
  );
}

/** A rule with its switch. One that is off stays folded away, and so does the further instance that each rule offers. */
function Group({ group, told, children }: { group: DraftGroup; told: ActionState; children: React.ReactNode }) {
  const { path, rule, instance, isOn } = group;
  // A box that is not ticked is not sent, so after a refusal its absence is what was chosen.
  const wasOn = told.refusal ? told.values[`on:${path}`] !== undefined : isOn;
  const isFurther = !isOn && instance > 0;
  return (
    <details open={wasOn || undefined} className="rounded-md border border-line bg-surface">
      <summary className="min-h-10 cursor-pointer px-4 py-2 text-form font-semibold">
        {isFurther ? `${ruleName(rule)}: one more beside it` : ruleName(rule, instance)}
        {!wasOn && <span className="ml-2 text-label font-normal text-ink-3">off</span>}
      </summary>
      <div className="flex flex-col gap-3 border-t border-line p-4">
        <label className="flex min-h-6 items-center gap-2">
          <input
            key={String(wasOn)}
            type="checkbox"
            name={`on:${path}`}
            value="yes"
            defaultChecked={wasOn}
            className="size-4 accent-(--accent)"
          />
          This rule is on
        </label>
        {children}
      </div>
    </details>
  );
}

function Entry({ field, value, error }: { field: DraftField; value: string; error: string | null }) {
  const { path, label, kind, choices, fallback } = field;
  const usual = fallback === null ? null : `Left empty: ${fallback.replaceAll('_', ' ')}.`;
  if (kind === 'choice' || kind === 'yes-no') {
    const offered = kind === 'choice' ? choices : ['yes', 'no'];
    return (
      <ChoiceField
        label={label}
        name={path}
        blank={fallback === null ? 'not written' : `as usual: ${choiceText(fallback)}`}
        choices={offered.map((one) => ({ value: one, label: choiceText(one) }))}
        defaultValue={value}
        error={error}
      />
    );
  }
  const hint = [fieldHelp(field), usual].filter(Boolean).join(' ');
  const mode = kind === 'whole' ? 'numeric' : undefined;
  return (
    <Field label={label} name={path} defaultValue={value} error={error} hint={hint || undefined} inputMode={mode} autoComplete="off" />
  );
}
