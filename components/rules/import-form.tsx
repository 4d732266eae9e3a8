'use client';
// Takes in a list that was pasted or chosen as a file. It is checked first: what would change is shown, and only that is taken in.
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import { FileField } from '@/components/ui/file-field';
import type { ImportKind } from '@/lib/market/import-input';
import type { Change } from '@/lib/market/write';
import type { FormAction } from '@/lib/staff/form';
import { PlainTable } from '@/components/ui/plain-table';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';

export type ImportFormProps = {
  kind: ImportKind;
  refusedBecause: string | null;
  action: FormAction;
};

const EXAMPLES: Record<ImportKind, string> = {
  news: 'at,currency,impact,title,event\n2026-12-04T13:30:00Z,USD,high,US non-farm payrolls,US_NFP',
  rates: 'at,base,quote,rate\n2026-11-20T16:00:00Z,USD,JPY,150.25',
  holidays: 'day,title,closes_at\n2026-12-25,Christmas,',
};

export function ImportForm({ kind, refusedBecause, action }: ImportFormProps) {
  const [told, send, isPending] = useSaidAction(action);
  const [text, setText] = useState('');
  const off = refusedBecause !== null;
  const checked = told.refusal?.code === 'would-change' ? told.refusal : null;
  const isSeen = checked !== null && plain(told.values.text ?? '') === plain(text);
  const errorAt = (name: string) => messageAt(told, name);
  const kept = (name: string) => ({ name, defaultValue: told.values[name] ?? '', error: errorAt(name), disabled: off });
  return (
    <form action={send} className="flex flex-col gap-3">
      {checked === null && <Refused told={told} />}
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="expects" value={checked?.facts?.expects ?? ''} />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Source" {...kept('source')} required hint="Its own list is compared, no other's" />
        {kind === 'holidays' && <Field label="Calendar" {...kept('calendar')} required hint="As symbols name it" />}
        {kind !== 'rates' && <Field label="Complete from" type="date" {...kept('from')} required />}
        {kind !== 'rates' && <Field label="Complete until" type="date" {...kept('to')} required hint="This day included, in UTC" />}
      </div>
      <AreaField
        label="List"
        name="text"
        rows={8}
        required
        disabled={off}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={EXAMPLES[kind]}
        error={errorAt('text')}
        hint="The first line names the columns. Within its days, what the source no longer lists is withdrawn."
        className="font-mono"
      />
      <FileField label="Or choose a file" disabled={off} onFile={(file) => file.text().then(setText)} />
      {checked && isSeen && <Changes words={checked.message} changes={JSON.parse(checked.facts?.changes ?? '[]') as Change[]} />}
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div className="flex gap-2">
        <Button type="submit" name="intent" value="check" disabled={off || isPending}>
          Check
        </Button>
        <Button type="submit" name="intent" value="import" variant="primary" disabled={off || isPending || !isSeen}>
          Import what was checked
        </Button>
      </div>
    </form>
  );
}

function Changes({ words, changes }: { words: string; changes: Change[] }) {
  return (
    <div role="status" className="flex flex-col gap-2 rounded-sm border border-line-strong bg-sunken p-3">
      <p className="font-medium">{words}</p>
      {changes.length > 0 && (
        <PlainTable
          caption="What would change"
          head={['What', 'Which', 'From', 'To']}
          rows={changes.map(({ what, key, was, is }, place) => ({
            key: `${place}`,
            cells: [what, key, wordsOf(was, is), wordsOf(is, was)],
          }))}
        />
      )}
    </div>
  );
}

/** A browser may write line ends its own way when it sends a form. */
const plain = (text: string) => text.replaceAll('\r\n', '\n');

/** What differs from the other side; all of it where there is no other side. */
function wordsOf(row: Change['is'], other: Change['is']): string {
  if (row === null) return '\u2014';
  const told = Object.entries(row).filter(([name, value]) => other === null || other[name] !== value);
  return told.flatMap(([, value]) => (value === null || value === '' ? [] : [value])).join(', ') || '\u2014';
}
