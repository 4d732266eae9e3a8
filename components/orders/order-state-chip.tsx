// Where an order stands: a word with a border. Colour is kept for what needs a hand.
import { Chip } from '@/components/ui/chip';
import { cn } from '@/components/ui/cn';
import { STATE_WORDS } from '@/lib/orders/list';
import type { OrderState } from '@/lib/orders/states';

const STYLES: Record<OrderState, string> = {
  received: 'border-dashed border-line-strong text-ink-2',
  paid: 'border-dashed border-caution text-caution',
  delivered: 'border-line-strong text-ink',
  refunded: 'border-line bg-sunken text-ink-2',
  disputed: 'border-critical bg-critical-soft text-critical',
  undeliverable: 'border-caution bg-caution-soft text-caution',
};

export function OrderStateChip({ state, className }: { state: OrderState; className?: string }) {
  return <Chip className={cn(STYLES[state], className)}>{STATE_WORDS[state]}</Chip>;
}
