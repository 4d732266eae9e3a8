// Words for where a person stands. Colour is kept for danger: only stopped access has one.
import { Chip } from '@/components/ui/chip';
import { ACCESS_STATES, KYC_STATES } from '@/lib/traders/list';

export function AccessChip({ access }: { access: string }) {
  const stopped = access !== 'active';
  return (
    <Chip
      data-access={access}
      className={stopped ? 'border-transparent bg-critical-soft text-critical' : 'border-line-strong bg-surface text-ink'}
    >
      {ACCESS_STATES[access] ?? access}
    </Chip>
  );
}

export function KycChip({ status, named = false }: { status: string; named?: boolean }) {
  const settled = status === 'approved' || status === 'rejected';
  return (
    <Chip data-kyc={status} className={settled ? 'border-line bg-sunken text-ink' : 'border-dashed border-line-strong text-ink-2'}>
      {named ? 'KYC: ' : ''}
      {KYC_STATES[status] ?? status}
    </Chip>
  );
}
