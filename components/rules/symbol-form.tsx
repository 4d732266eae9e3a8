'use client';
// One symbol: what kind it is, how large a lot is, what it is quoted in, and every other name brokers give it.
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import type { SymbolRow } from '@/lib/market/read';
import { SYMBOL_CLASSES } from '@/lib/market/symbol-classes';
import type { FormAction } from '@/lib/staff/form';
import { ChoiceField } from '@/components/ui/choice-field';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';

const FIELDS = ['symbol', 'class', 'contract_size', 'value_per_unit', 'quote_currency', 'calendar', 'symbol_group', 'aliases'];

type SymbolFormProps = {
  /** Null for a new one. */
  symbol: SymbolRow | null;
  refusedBecause: string | null;
  action: FormAction;
};

export function SymbolForm({ symbol, refusedBecause, action }: SymbolFormProps) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const kept = (name: string, held: string | null | undefined) => ({
    name,
    defaultValue: told.values[name] ?? held ?? '',
    error: errorAt(told, name),
    disabled: off,
  });
  const isMicro = told.refusal ? told.values.is_micro !== undefined : (symbol?.is_micro ?? false);
  const classes = SYMBOL_CLASSES.map((value) => ({ value, label: value }));
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} beside={FIELDS} />
      <input type="hidden" name="version" value={symbol?.version ?? 0} />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {symbol ? <input type="hidden" name="symbol" value={symbol.code} /> : <Field label="Symbol" {...kept('symbol', '')} required />}
        <ChoiceField label="Class" blank="choose one" choices={classes} {...kept('class', symbol?.class)} />
        <Field label="Contract size" {...kept('contract_size', symbol?.contract_size)} inputMode="decimal" hint="Units in one lot" />
        <Field label="Value per unit" {...kept('value_per_unit', symbol?.value_per_unit)} inputMode="decimal" hint="Of one unit of price" />
        <Field label="Quoted in" {...kept('quote_currency', symbol?.quote_currency)} hint="Empty: what a pair's name says" />
        <Field label="Holiday calendar" {...kept('calendar', symbol?.calendar)} hint='"none" where it trades through' />
        <Field label="Group" {...kept('symbol_group', symbol?.symbol_group)} />
        <label className="flex items-center gap-2 self-end pb-2 text-form">
          <input
            // A changed default is only taken up by a new element, and a refused form has to show what was ticked.
            key={String(isMicro)}
            type="checkbox"
            name="is_micro"
            defaultChecked={isMicro}
            disabled={off}
            className="size-4 accent-(--accent)"
          />
          Micro contract
        </label>
      </div>
      <AreaField label="Other names" rows={2} {...kept('aliases', symbol?.aliases.join(' '))} hint="One name means one symbol" />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="primary" disabled={off || isPending}>
          {symbol ? `Save ${symbol.code}` : 'Add the symbol'}
        </Button>
      </div>
    </form>
  );
}
