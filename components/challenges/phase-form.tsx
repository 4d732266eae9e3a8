'use client';
// Adds a phase with its first rules, from the figures it is sold with or from a preset; or renames and moves one that is there.
import { useState } from 'react';
import { ChoiceField, type Choice } from '@/components/ui/choice-field';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/lib/staff/form';

const LIVE: Choice[] = [
  { value: 'false', label: 'evaluation' },
  { value: 'true', label: 'live' },
];
const DRAWDOWN: Choice[] = [
  { value: 'static', label: 'below the initial balance' },
  { value: 'trailing_eod_balance', label: 'follows the balance at each day’s end' },
  { value: 'trailing_intraday_equity', label: 'follows the highest equity' },
];
const PASSING: Choice[] = [
  { value: 'review', label: 'a person decides' },
  { value: 'automatic', label: 'by itself, into a phase that is not live' },
];

type NewProps = { challengeId: string; next: number; presets: Choice[]; off: boolean; action: FormAction };

export function NewPhaseForm({ challengeId, next, presets, off, action }: NewProps) {
  const [told, send, isPending] = useSaidAction(action);
  const [from, setFrom] = useState('figures');
  const value = (name: string, fallback = '') => told.values[name] ?? fallback;
  const wrong = (name: string) => messageAt(told, name);
  const field = (name: string, fallback = '') => ({
    name,
    id: `new-${name}`,
    disabled: off,
    defaultValue: value(name, fallback),
    error: wrong(name),
  });
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      <input type="hidden" name="challenge_type_id" value={challengeId} />
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Place" {...field('position', String(next))} inputMode="numeric" required />
        <Field label="Name" {...field('name')} required maxLength={60} />
        <ChoiceField label="It is" name="is_live" id="new-is_live" choices={LIVE} defaultValue={value('is_live', 'false')} disabled={off} />
      </div>
      <div onChange={(event) => event.target instanceof HTMLSelectElement && setFrom(event.target.value)}>
        <ChoiceField
          label="Its rules begin with"
          name="from"
          choices={[{ value: 'figures', label: 'the figures below' }]}
          groups={[{ label: 'Presets (they imitate published rules; they are no offers by those firms)', choices: presets }]}
          defaultValue={value('from', 'figures')}
          disabled={off}
        />
      </div>
      {from === 'figures' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Target, %" {...field('target', '10')} inputMode="decimal" hint="A live phase has none" />
          <Field label="Daily loss, %" {...field('daily', '5')} inputMode="decimal" hint="Empty: no daily limit" />
          <Field label="Maximum loss, %" {...field('max', '10')} inputMode="decimal" required />
          <ChoiceField label="The floor" name="drawdown" choices={DRAWDOWN} defaultValue={value('drawdown', 'static')} disabled={off} />
          <Field label="Trading period, days" {...field('period')} inputMode="numeric" hint="Empty: no time limit" />
          <Field label="Least trading days" {...field('min_days')} inputMode="numeric" hint="Empty: none" />
          <ChoiceField label="Passing" name="pass_mode" choices={PASSING} defaultValue={value('pass_mode', 'review')} disabled={off} />
          <Field label="The day turns at midnight in" {...field('tz', 'Europe/Prague')} required />
        </div>
      )}
      <div>
        <Button type="submit" disabled={off || isPending}>
          Add the phase with a draft of its rules
        </Button>
      </div>
    </form>
  );
}

interface PhaseValues {
  id: string;
  version: number;
  challenge_type_id: string;
  position: number;
  name: string;
  is_live: boolean;
}

export function EditPhaseForm({ phase, off, action }: { phase: PhaseValues; off: boolean; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  const value = (name: string, fallback: string) => told.values[name] ?? fallback;
  return (
    <form action={send} className="flex flex-col gap-2 pt-2">
      <Refused told={told} />
      <input type="hidden" name="challenge_type_id" value={phase.challenge_type_id} />
      <input type="hidden" name="id" value={phase.id} />
      <input type="hidden" name="version" value={phase.version} />
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          id={`place-${phase.id}`}
          label="Place"
          name="position"
          defaultValue={value('position', String(phase.position))}
          disabled={off}
          required
        />
        <Field
          id={`name-${phase.id}`}
          label="Name"
          name="name"
          defaultValue={value('name', phase.name)}
          disabled={off}
          required
          maxLength={60}
        />
        <ChoiceField
          label={`${phase.name} is`}
          name="is_live"
          id={`live-${phase.id}`}
          choices={LIVE}
          defaultValue={value('is_live', String(phase.is_live))}
          disabled={off}
        />
      </div>
      <div>
        <Button type="submit" size="small" disabled={off || isPending}>
          Save {phase.name}
        </Button>
      </div>
    </form>
  );
}
