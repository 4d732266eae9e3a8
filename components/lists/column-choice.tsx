'use client';
// Which columns a list shows, in which order, and how many of the first stay in sight. Kept for the person; where the link brings columns of
// its own, as a saved view does, the link is changed instead.
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { startTransition, useState } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { columnsText, moved, MOST_PINS, type ColumnChoice as Choice } from '@/lib/lists/desk';
import { useDesk, type DeskActions } from './desk';
import { refusalOf } from '@/components/ui/told';

type Named = { id: string; name: string };
type Props = {
  page: string;
  all: Named[];
  shown: string[];
  pins: number;
  isChosen: boolean;
  inLink: boolean;
  onLink: (columns: string | null) => void;
};

export function ColumnChoice(props: Props) {
  const { actions } = useDesk();
  const [open, setOpen] = useState(false);
  if (!actions) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Columns3 aria-hidden="true" className="size-3.5" />
        Columns{props.shown.length < props.all.length && ` ${props.shown.length} of ${props.all.length}`}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Columns">
        <Choosing {...props} actions={actions} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Choosing({
  page,
  all,
  shown,
  pins: pinned,
  isChosen,
  inLink,
  onLink,
  actions,
  onDone,
}: Props & { actions: DeskActions; onDone: () => void }) {
  // What is shown first, in its order; what is hidden waits behind it.
  const [order, setOrder] = useState([...shown, ...all.map(({ id }) => id).filter((id) => !shown.includes(id))]);
  const [chosen, setChosen] = useState(new Set(shown));
  const [pins, setPins] = useState(pinned);
  const [told, send, isPending] = useFormAction(async (before, form) => {
    const answer = await actions.keepColumns(before, form);
    if (!answer.refusal) onDone();
    return answer;
  });
  const keep = (choice: Choice | null) => {
    const text = choice && columnsText(choice);
    if (inLink) {
      onLink(text);
      return onDone();
    }
    const form = new FormData();
    form.set('page', page);
    form.set('columns', text ?? '');
    startTransition(() => send(form));
  };
  const ids = order.filter((id) => chosen.has(id));
  const nameOf = (id: string) => all.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="flex flex-col gap-4">
      <Order
        order={order}
        chosen={chosen}
        nameOf={nameOf}
        onMove={(id, by) => setOrder(moved(order, id, by))}
        onShow={(id, on) => setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)))}
      />
      <Pins pins={pins} onPins={setPins} />
      {ids.length === 0 && <p className="text-label text-critical">A list shows at least one column.</p>}
      {told.refusal && (
        <p role="alert" className="text-label text-critical">
          {refusalOf(told)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={!isChosen || isPending} onClick={() => keep(null)}>
          As the house draws it
        </Button>
        <Button variant="primary" disabled={ids.length === 0 || isPending} onClick={() => keep({ pins, ids })}>
          Show {ids.length === 1 ? '1 column' : `${ids.length} columns`}
        </Button>
      </div>
    </div>
  );
}

function Pins({ pins, onPins }: { pins: number; onPins: (pins: number) => void }) {
  return (
    <label className="flex items-center gap-2">
      Stay in sight
      <select
        value={pins}
        onChange={(event) => onPins(Number.parseInt(event.target.value, 10))}
        className="h-7 rounded-sm border border-line-strong bg-surface px-1.5"
      >
        {Array.from({ length: MOST_PINS + 1 }, (_, count) => (
          <option key={count} value={count}>
            {['no column', 'the first column', 'the first two columns'][count]}
          </option>
        ))}
      </select>
    </label>
  );
}

type OrderProps = {
  order: string[];
  chosen: Set<string>;
  nameOf: (id: string) => string;
  onMove: (id: string, by: -1 | 1) => void;
  onShow: (id: string, on: boolean) => void;
};

function Order({ order, chosen, nameOf, onMove, onShow }: OrderProps) {
  return (
    <ol className="flex flex-col divide-y divide-line border-y border-line" aria-label="Columns in their order">
      {order.map((id, index) => (
        <li key={id} className="flex items-center gap-2 py-1">
          <label className="flex min-w-0 flex-1 items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={(event) => onShow(id, event.target.checked)}
              className="size-4 accent-accent"
            />
            <span className="truncate">{nameOf(id)}</span>
          </label>
          <Step label={`Move ${nameOf(id)} up`} off={index === 0} onStep={() => onMove(id, -1)} icon={ArrowUp} />
          <Step label={`Move ${nameOf(id)} down`} off={index === order.length - 1} onStep={() => onMove(id, 1)} icon={ArrowDown} />
        </li>
      ))}
    </ol>
  );
}

function Step({ label, off, onStep, icon: Icon }: { label: string; off: boolean; onStep: () => void; icon: typeof ArrowUp }) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={off}
      onClick={onStep}
      className="grid size-6 place-items-center rounded-sm text-ink-2 hover:bg-sunken disabled:opacity-40"
    >
      <Icon aria-hidden="true" className="size-3.5" />
    </button>
  );
}
