// Whether a verdict stands. A word with a border, not a colour: colour is kept for how close an account is to a floor.
import { Chip } from '@/components/ui/chip';
import { cn } from '@/components/ui/cn';

const WORDS = {
  provisional: { word: 'Provisional', style: 'border-dashed border-caution text-caution' },
  confirmed: { word: 'Confirmed', style: 'border-line-strong text-ink' },
  contested: { word: 'Contested', style: 'border-caution bg-caution-soft text-caution' },
  withdrawn: { word: 'Withdrawn', style: 'border-line bg-sunken text-ink-2 line-through' },
} as const;

type VerdictState = keyof typeof WORDS;

export function VerdictChip({ state, className }: { state: VerdictState; className?: string }) {
  const look = WORDS[state];
  return <Chip className={cn(look.style, className)}>{look.word}</Chip>;
}
