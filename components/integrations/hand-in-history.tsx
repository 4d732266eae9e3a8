'use client';
// What a source did not post, from the platform's own export: checked first, line by line, and only what was seen is taken in.
import { useState } from 'react';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FileField } from '@/components/ui/file-field';
import { Panel } from '@/components/ui/panel';
import type { Refusal } from '@/lib/refusal';
import type { FormAction } from '@/lib/staff/form';

type Props = { sourceId: string; off: string | null; action: FormAction };
type Line = { where: string; message: string };

export function HandInHistory({ sourceId, off, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const [text, setText] = useState('');
  const checked = told.refusal?.code === 'would-take' ? told.refusal : null;
  const isSeen = checked !== null && plain(told.values.text ?? '') === plain(text);
  const kept = (name: string) => ({ name, id: `history-${name}`, defaultValue: told.values[name] ?? '', disabled: off !== null });
  return (
    <Panel title="Hand in an exported history">
      <form action={send} className="flex flex-col gap-3">
        <p className="text-ink-2">
          The platform’s own export for one account of this source. What is known already changes nothing; a line that cannot be read is
          named and left out.
        </p>
        {checked === null && <Refused told={told} />}
        {checked === null && <Lines facts={told.refusal?.facts} />}
        <input type="hidden" name="id" value={sourceId} />
        <input type="hidden" name="expects" value={checked?.facts?.expects ?? ''} />
        <input type="hidden" name="text" value={text} />
        <FileField
          label="File"
          accept={REPORTS}
          disabled={off !== null}
          onFile={(file) => file.arrayBuffer().then((bytes) => setText(decoded(bytes)))}
        />
        <Field label="Account" {...kept('login')} required />
        <Field label="Zone of its clock" {...kept('zone')} hint="Where the file does not say it: Europe/Athens, America/New_York+7h" />
        <Field
          label="Cost of a contract on each side"
          {...kept('per_contract')}
          inputMode="decimal"
          hint="Where the file does not say it; 0 for none"
        />
        <DateOrder {...kept('dates')} />
        {checked && isSeen && (
          <div role="status" className="flex flex-col gap-2 rounded-sm border border-line-strong bg-sunken p-3">
            <p className="font-medium">{checked.message}</p>
            <Lines facts={checked.facts} />
          </div>
        )}
        {off && <p className="text-label text-ink-3">{off}</p>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="intent" value="check" disabled={off !== null || isPending}>
            Check
          </Button>
          <Button type="submit" name="intent" value="import" variant="primary" disabled={off !== null || isPending || !isSeen}>
            Take in what was checked
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Lines({ facts }: { facts: Refusal['facts'] | undefined }) {
  const refused = JSON.parse(facts?.refused ?? '[]') as Line[];
  const notes = JSON.parse(facts?.notes ?? '[]') as string[];
  if (refused.length + notes.length === 0) return null;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 break-words">
      {refused.map(({ where, message }) => (
        <li key={`${where} ${message}`} className="text-critical">
          Left out, {where}: {message}
        </li>
      ))}
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function DateOrder({ name, id, defaultValue, disabled }: { name: string; id: string; defaultValue: string; disabled: boolean }) {
  return (
    <label htmlFor={id} className="flex flex-col gap-1 text-label font-medium text-ink-2">
      Order of its dates
      <select
        id={id}
        name={name}
        key={defaultValue}
        defaultValue={defaultValue}
        disabled={disabled}
        className="h-9 rounded-sm border border-line-strong bg-surface px-2 text-body font-normal text-ink"
      >
        <option value="">As the file shows</option>
        <option value="dmy">Day first</option>
        <option value="mdy">Month first</option>
      </select>
    </label>
  );
}

const REPORTS = '.csv,.tsv,.txt,.htm,.html,.json,text/csv,text/html,application/json';

/** MetaTrader writes its reports in two bytes a sign, and says so with the first two. */
function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  const coding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(coding).decode(bytes);
}

/** A browser may write line ends its own way when it sends a form. */
const plain = (text: string) => text.replaceAll('\r\n', '\n');
