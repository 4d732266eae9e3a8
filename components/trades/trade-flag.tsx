'use client';
// What risk flagged about a trade, and the deed for those who may: the reason is asked for, and the flag is seen by whoever reads trades.
import { createContext, use, useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ReasonField } from '@/components/ui/reason-field';
import { useFormAction } from '@/components/ui/form-action';
import { announce } from '@/components/ui/toaster';
import { refusalOf } from '@/components/ui/told';
import type { ActionState, FormAction } from '@/lib/staff/form';
import type { TradeRow } from '@/lib/trades/read';

/** Null for whoever only sees flags. */
const Deed = createContext<FormAction | null>(null);

export function TradeFlags({ action, children }: { action: FormAction | null; children: ReactNode }) {
  return <Deed value={action}>{children}</Deed>;
}

type Flagged = Pick<TradeRow, 'id' | 'flag' | 'symbol' | 'ticket_number'>;

export function TradeFlag({ row }: { row: Flagged }) {
  const action = use(Deed);
  const [isOpen, setOpen] = useState(false);
  const label = row.flag === null ? 'Flag' : 'Lift';
  const close = () => setOpen(false);
  return (
    <span className="inline-flex items-center gap-2">
      {row.flag !== null && (
        <span className="max-w-48 truncate rounded-sm bg-caution-soft px-1 text-label text-caution" title={row.flag}>
          flagged: {row.flag}
        </span>
      )}
      {action && (
        <Button size="small" onClick={() => setOpen(true)} aria-label={`${label} trade ${row.ticket_number ?? row.symbol}`}>
          {label}
        </Button>
      )}
      {action && (
        <Dialog
          open={isOpen}
          onClose={close}
          title={`${row.flag === null ? 'Flag the trade' : 'Lift the flag of'} ${row.ticket_number ?? row.symbol}`}
        >
          {isOpen && <FlagForm row={row} action={action} onDone={close} />}
        </Dialog>
      )}
    </span>
  );
}

function FlagForm({ row, action, onDone }: { row: Flagged; action: FormAction; onDone: () => void }) {
  const isSet = row.flag === null;
  const answered = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await action(before, form);
    if (told.done) {
      announce(told.done);
      onDone();
    }
    return told;
  };
  const [told, send, isPending] = useFormAction(answered);
  return (
    <form action={send} className="flex flex-col gap-4">
      <p>
        {isSet
          ? 'Whoever reads trades sees it with your reason, and it stands on the account’s timeline. Nothing is judged by it; its trader is not told.'
          : 'The trade is an ordinary one again. That it was flagged stays on the account’s timeline.'}
      </p>
      <input type="hidden" name="trade" value={row.id} />
      <input type="hidden" name="stands" value={isSet ? 'yes' : 'no'} />
      <ReasonField id={`flag-${row.id}`} told={told} error={refusalOf(told)} hint="Staff only." rows={3} />
      <Button type="submit" variant="primary" disabled={isPending} className="self-start">
        {isSet ? 'Flag the trade' : 'Lift the flag'}
      </Button>
    </form>
  );
}
