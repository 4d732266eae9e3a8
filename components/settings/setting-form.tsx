'use client';
// One setting as a form that proposes, and what a proposal would change for the second person to publish.
import { ChoiceField } from '@/components/ui/choice-field';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import type { SettingField, SettingKey } from '@/lib/settings/schema';
import type { FormAction } from '@/lib/staff/form';

type FormProps = {
  setting: SettingKey;
  fields: readonly SettingField[];
  inForce: Record<string, string>;
  refusedBecause: string | null;
  action: FormAction;
};

export function SettingForm({ setting, fields, inForce, refusedBecause, action }: FormProps) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex max-w-form flex-col gap-3">
      {told.refusal && !fields.some(({ name }) => name === told.refusal?.path) && <Refused told={told} />}
      <input type="hidden" name="key" value={setting} />
      {fields.map(({ name, label, hint, kind, choices = [] }) => {
        const field = {
          ...{ id: `${setting}-${name}`, name, label, hint, disabled: off },
          defaultValue: told.values[name] ?? inForce[name] ?? '',
          error: messageAt(told, name),
        };
        if (kind === 'choice') return <ChoiceField key={name} {...field} choices={[...choices]} />;
        if (kind === 'lines') return <AreaField key={name} {...field} rows={3} maxLength={4_000} className="font-mono" />;
        return <Field key={name} {...field} inputMode="numeric" required />;
      })}
      <div>
        <Button type="submit" variant="primary" disabled={off || isPending}>
          Propose<span className="sr-only"> this for {setting.replaceAll('_', ' ')}</span>
        </Button>
      </div>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
    </form>
  );
}

type PublishProps = {
  setting: SettingKey;
  version: number;
  changes: { label: string; old: string; new: string }[];
  refusedBecause: string | null;
  action: FormAction;
};

export function PublishSetting({ setting, version, changes, refusedBecause, action }: PublishProps) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-3">
      <p className="font-semibold">Proposed: version {version}</p>
      <Refused told={told} />
      {changes.length === 0 && <p className="text-ink-2">It says the same as the one in force.</p>}
      <ul className="flex flex-col gap-1">
        {changes.map((change) => (
          <li key={change.label} className="break-words">
            {change.label}: <span className="num">{change.old}</span> → <span className="num font-medium">{change.new}</span>
          </li>
        ))}
      </ul>
      <input type="hidden" name="key" value={setting} />
      <input type="hidden" name="version" value={version} />
      <div>
        <Button type="submit" disabled={refusedBecause !== null || isPending}>
          Publish version {version}
          <span className="sr-only"> of {setting.replaceAll('_', ' ')}</span>
        </Button>
      </div>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
    </form>
  );
}
