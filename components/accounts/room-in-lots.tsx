'use client';
// How large a position still fits: for an instrument and a stop, in lots or contracts. Only arithmetic on what the judge wrote down.
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Field, inputStyle } from '@/components/ui/field';
import { roomInLots, type Room, type Sized } from '@/lib/accounts/room';

type Props = { room: Room; rule: string; symbols: Sized[] };

export function RoomInLots({ room, rule, symbols }: Props) {
  const [code, choose] = useState(symbols[0]?.code ?? '');
  const [stop, type] = useState('');
  const sized = symbols.find((one) => one.code === code);
  if (!sized) return null;
  return (
    <form className="flex flex-wrap items-end gap-3 border-t border-line px-4 py-3" onSubmit={(event) => event.preventDefault()}>
      <div className="flex flex-col gap-1">
        <label htmlFor="room-symbol" className="text-label font-medium text-ink-2">
          Instrument
        </label>
        <select id="room-symbol" value={code} onChange={(event) => choose(event.target.value)} className={cn(inputStyle, 'h-9')}>
          {symbols.map((one) => (
            <option key={one.code}>{one.code}</option>
          ))}
        </select>
      </div>
      <Field
        label="Stop, in price"
        name="room-stop"
        inputMode="decimal"
        autoComplete="off"
        placeholder="distance"
        value={stop}
        onChange={(event) => type(event.target.value)}
        className="w-32"
      />
      <output htmlFor="room-symbol room-stop" aria-live="polite" className="min-h-10 max-w-prose grow basis-64 text-label text-ink-2">
        {said(room, sized, stop, rule)}
      </output>
    </form>
  );
}

function said(room: Room, sized: Sized, stop: string, rule: string): string {
  if (sized.per_unit === null) return `What one lot of ${sized.code} makes in this currency is not known, so room in lots cannot be told.`;
  if (stop.trim() === '')
    return `Give a stop to see how much of ${sized.code} fits above ${rule}, with a tenth of its allowance kept back.`;
  const lots = roomInLots(room, sized, stop);
  if (lots === null) return 'The stop is a distance in price: a number above nought.';
  return `${lots} ${sized.unit} of ${sized.code} fit above ${rule}, with a tenth of its allowance kept back.`;
}
