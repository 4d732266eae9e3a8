// Where a pair stands. A case is filled like no other, because something may follow from it.
import { Chip } from '@/components/ui/chip';
import { signalState } from './copy-words';

const LOOKS: Record<string, string> = {
  open: 'border-line-strong bg-surface text-ink',
  watch: 'border-transparent bg-caution-soft text-caution',
  confirmed: 'border-transparent bg-critical-soft text-critical',
  cleared: 'border-line bg-sunken text-ink-2',
};

export function SignalChip({ state }: { state: string }) {
  return (
    <Chip data-signal={state} className={LOOKS[state] ?? LOOKS.cleared}>
      {signalState(state)}
    </Chip>
  );
}
