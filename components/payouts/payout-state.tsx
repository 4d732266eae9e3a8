// Where a payout stands: shape, word and colour together. What is not known is loud: money may be anywhere.
import { Chip } from '@/components/ui/chip';
import { cn } from '@/components/ui/cn';
import { payoutWord } from '@/lib/payouts/told';

const QUIET = 'border-line bg-sunken text-ink-2';
const STYLES: Record<string, [shape: string, style: string]> = {
  requested: ['◇', 'border-line-strong bg-surface text-ink'],
  held: ['◆', 'border-transparent bg-caution-soft text-caution'],
  approved: ['◈', 'border-accent bg-accent-soft text-accent'],
  sending: ['▷', 'border-accent bg-accent-soft text-accent'],
  unknown: ['?', 'border-dashed border-critical bg-critical-soft text-critical'],
  sent: ['▶', 'border-accent bg-accent-soft text-accent'],
  paid: ['●', 'border-transparent bg-safe-soft text-safe'],
  failed: ['▲', 'border-transparent bg-critical-soft text-critical'],
  returned: ['▲', 'border-transparent bg-critical-soft text-critical'],
  rejected: ['×', QUIET],
  cancelled: ['×', QUIET],
};

export function PayoutState({ state, className }: { state: string; className?: string }) {
  const [shape, style] = STYLES[state] ?? ['○', QUIET];
  return (
    <Chip data-payout={state} className={cn(style, className)}>
      <span aria-hidden="true">{shape}</span>
      {payoutWord(state)}
    </Chip>
  );
}
