// How much room one rule leaves: its name, the bar, the share and the money, and its state as shape and word.
import { HeadroomBar } from '@/components/ui/headroom-bar';
import { moneyText } from '@/components/ui/money-text';
import { shareText } from '@/components/ui/share-text';
import { StateChip, type RiskState } from '@/components/ui/state-chip';

type RoomProps = {
  label: string;
  headroomCents: number | null;
  usedBps: number | null;
  state: RiskState | 'none';
  currency: string;
};

export function Room({ label, headroomCents, usedBps, state, currency }: RoomProps) {
  const left = headroomCents === null ? null : moneyText(headroomCents, currency);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5">
      <div>
        <p className="text-label text-ink-3">{label}</p>
        <p className="text-form font-medium">
          {left ? <span className="num">{left} left</span> : <span className="text-ink-3">not known</span>}
        </p>
      </div>
      <div className="flex items-center gap-3">
        <span className="num text-label text-ink-2">{usedBps === null ? '' : `${shareText(usedBps)} used`}</span>
        <HeadroomBar usedBps={usedBps} state={state === 'none' ? 'unknown' : state} label={label} left={left} />
        {state !== 'none' && <StateChip state={state} />}
      </div>
    </div>
  );
}
