// The state of a rule-set version in a word: what is in force is said apart from what is merely published.
import { Chip } from '@/components/ui/chip';

type VersionState = { state: 'draft' | 'published' | 'retired'; is_in_force: boolean; effective_from: string | null };

function versionWord({ state, is_in_force, effective_from }: VersionState, readAt: string): string {
  if (state !== 'published') return state === 'draft' ? 'Draft' : 'Retired';
  if (is_in_force) return 'In force';
  return effective_from !== null && Date.parse(effective_from) > Date.parse(readAt) ? 'Published ahead' : 'Replaced';
}

export function VersionChip({ version, readAt }: { version: VersionState; readAt: string }) {
  const look = version.is_in_force
    ? 'border-accent text-accent'
    : version.state === 'draft'
      ? 'border-dashed border-line-strong text-ink-2'
      : 'border-line bg-sunken text-ink-2';
  return <Chip className={look}>{versionWord(version, readAt)}</Chip>;
}
