'use client';
// Takes in a list of networks, pasted or from a file. A line that cannot be read stops the whole list and is named.
import { useState } from 'react';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { AreaField } from '@/components/ui/field';
import { FileField } from '@/components/ui/file-field';
import { HeldChoice } from '@/components/ui/held-choice';
import type { FormAction } from '@/lib/staff/form';

type Props = { refusedBecause: string | null; action: FormAction };

export function NetworksForm({ refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const [text, setText] = useState('');
  const [isWhole, setWhole] = useState(false);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      <AreaField
        id="networks-text"
        label="List"
        name="text"
        rows={6}
        required
        disabled={off}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={'cidr,kind,source,read_on,owner\n203.0.113.0/24,hosting,ranges.example,2026-11-21,Example Rack'}
        hint="One source at a time; kind is hosting, vpn, mobile or office; at most 5,000 lines. The owner may be left out."
        className="font-mono"
      />
      <FileField label="Or choose a file" disabled={off} onFile={(file) => file.text().then(setText)} />
      <label className="flex items-center gap-2">
        <HeldChoice
          type="checkbox"
          name="whole"
          value="yes"
          checked={isWhole}
          onChange={(event) => setWhole(event.target.checked)}
          disabled={off}
          className="size-4 accent-(--accent)"
        />
        The list is whole: ranges this source names no more are forgotten
      </label>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <Button type="submit" variant="primary" disabled={off || isPending || text === ''} className="self-start">
        Take in the list
      </Button>
    </form>
  );
}
