// Where a letter stands: a word with a border. Colour is kept for what did not arrive.
import { Chip } from '@/components/ui/chip';
import { STATE_MEANING, STATE_WORDS, type DeliveryState } from '@/lib/mail/states';

const STYLES: Record<DeliveryState, string> = {
  queued: 'border-dashed border-line-strong text-ink-2',
  sending: 'border-dashed border-caution text-caution',
  sent: 'border-line-strong text-ink',
  delivered: 'border-line-strong text-ink',
  bounced: 'border-critical bg-critical-soft text-critical',
  complained: 'border-critical bg-critical-soft text-critical',
  failed: 'border-critical bg-critical-soft text-critical',
  not_sent: 'border-caution bg-caution-soft text-caution',
  voided: 'border-line bg-sunken text-ink-2',
};

export function DeliveryChip({ state }: { state: DeliveryState }) {
  return (
    <Chip title={STATE_MEANING[state]} className={STYLES[state]}>
      {STATE_WORDS[state]}
    </Chip>
  );
}
