// Words for where a person stands. Colour is kept for danger: only stopped access has one.
import { cn } from '@/components/ui/cn';
import { ACCESS_STATES, KYC_STATES } from '@/lib/traders/list';

const CHIP = 'inline-flex h-5 items-center rounded-sm border px-1.5 text-label font-medium whitespace-nowrap';

export function AccessChip({ access }: { access: string }) {
  const stopped = access !== 'active';
  return (
    <span
      data-access={access}
      className={cn(CHIP, stopped ? 'border-transparent bg-critical-soft text-critical' : 'border-line-strong bg-surface text-ink')}
    >
      {ACCESS_STATES[access] ?? access}
    </span>
  );
}

export function KycChip({ status, named = false }: { status: string; named?: boolean }) {
  const settled = status === 'approved' || status === 'rejected';
  return (
    <span
      data-kyc={status}
      className={cn(CHIP, settled ? 'border-line bg-sunken text-ink' : 'border-dashed border-line-strong text-ink-2')}
    >
      {named ? 'KYC: ' : ''}
      {KYC_STATES[status] ?? status}
    </span>
  );
}
