// A sum of money. Profit and loss carry a sign (a true minus), never red and green: colour is kept for state.
import { cn } from './cn';
import { moneyText, type MoneyTextOptions } from './money-text';

type MoneyProps = MoneyTextOptions & { cents: number | null; currency: string; className?: string };

export function Money({ cents, currency, className, ...options }: MoneyProps) {
  if (cents === null) return <span className={cn('text-ink-3', className)}>not known</span>;
  return <span className={cn('num whitespace-nowrap', className)}>{moneyText(cents, currency, options)}</span>;
}
