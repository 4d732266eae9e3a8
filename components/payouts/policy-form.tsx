'use client';
// The payout policy as a form, and what a proposal would change for the second person to publish.
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { PolicyField, PolicyForm as Written } from '@/lib/payouts/policy';
import type { FormAction } from '@/lib/staff/form';

type FormProps = { fields: readonly PolicyField[]; inForce: Written; mayWrite: boolean; action: FormAction };

export function PolicyForm({ fields, inForce, mayWrite, action }: FormProps) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex max-w-form flex-col gap-3">
      {told.refusal && !fields.some(({ name }) => name === told.refusal?.path) && <Refused told={told} />}
      {fields.map(({ name, label, hint }) => (
        <Field
          key={name}
          name={name}
          label={label}
          hint={hint}
          required
          inputMode="decimal"
          disabled={!mayWrite}
          defaultValue={told.values[name] ?? inForce[name]}
          error={messageAt(told, name)}
        />
      ))}
      {mayWrite ? (
        <div>
          <Button type="submit" variant="primary" disabled={isPending}>
            Propose this policy
          </Button>
        </div>
      ) : (
        <p className="text-label text-ink-2">Finance and admin write the policy.</p>
      )}
    </form>
  );
}

type PublishProps = { version: number; changes: { label: string; old: string; new: string }[]; off: string | null; action: FormAction };

export function PublishPolicy({ version, changes, off, action }: PublishProps) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      {changes.length === 0 && <p className="text-ink-2">It says the same as the one in force.</p>}
      <ul className="divide-y divide-line">
        {changes.map((change) => (
          <li key={change.label} className="py-1">
            {change.label}: <span className="num">{change.old}</span> → <span className="num font-medium">{change.new}</span>
          </li>
        ))}
      </ul>
      <p className="text-ink-2">It holds for requests made from then on; what is approved already keeps its names.</p>
      {off && <p className="text-label text-ink-2">{off}</p>}
      <input type="hidden" name="version" value={version} />
      <div>
        <Button type="submit" variant="primary" disabled={off !== null || isPending}>
          Publish version {version}
        </Button>
      </div>
    </form>
  );
}
