// All living accounts as one strip by state, the worst first. Unknown has its own part: not being told is never drawn as safe.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { StateShape, stateWord, type RiskState } from '@/components/ui/state-chip';
import { cn } from '@/components/ui/cn';
import { Meanings } from '@/components/ui/meanings';
import { proof } from '@/lib/stats/figures';
import { Rows } from './figure-tile';

const ORDER: RiskState[] = ['violated', 'critical', 'caution', 'safe', 'unknown'];
const FILL: Record<RiskState, string> = {
  violated: 'fill-violated',
  critical: 'fill-critical',
  caution: 'fill-caution',
  safe: 'fill-safe',
  unknown: 'fill-line-strong',
};
const TEXT: Record<RiskState, string> = {
  violated: 'text-violated',
  critical: 'text-critical',
  caution: 'text-caution',
  safe: 'text-safe',
  unknown: 'text-ink-3',
};

const MEANS: Record<RiskState, string> = {
  violated: 'A rule that ends the account is broken; it may still wait to be confirmed.',
  critical: 'Near a floor: beyond the critical band of its rule set, by default 90 % of the room used.',
  caution: 'Towards a floor: beyond the caution band of its rule set, by default 80 % of the room used.',
  safe: 'Below the caution band under every rule.',
  unknown: 'Nothing was reported yet, or nothing is known of its feed now.',
};

export function StateStrip({ counts }: { counts: Record<string, number> }) {
  const total = ORDER.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const parts = ORDER.map((state, index) => {
    const before = ORDER.slice(0, index).reduce((sum, one) => sum + (counts[one] ?? 0), 0);
    return {
      state,
      count: counts[state] ?? 0,
      x: total === 0 ? 0 : (before * 1000) / total,
      width: total === 0 ? 0 : ((counts[state] ?? 0) * 1000) / total,
    };
  });
  const sentence = `${total} living accounts: ${parts.map((part) => `${part.count} ${stateWord(part.state).toLowerCase()}`).join(', ')}`;
  return (
    <Panel
      title="Living accounts by state"
      aside={
        <Rows count={total} href={proof.living()}>
          <span className="num">{total.toLocaleString('en-US')} living</span>
        </Rows>
      }
    >
      <svg role="img" aria-label={sentence} viewBox="0 0 1000 12" preserveAspectRatio="none" className="mb-3 h-3 w-full">
        <rect width="1000" height="12" className="fill-sunken" />
        {parts.map((part) => (
          <rect key={part.state} x={part.x} width={Math.max(0, part.width - 1.5)} height="12" className={FILL[part.state]} />
        ))}
      </svg>
      <p className="mb-2 text-meta text-ink-3">
        As the judge last wrote it down for pending, active, blocked and live accounts; unknown where nothing was reported yet, or nothing
        is known of the feed now.
      </p>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-5">
        {parts.map((part) => (
          <li key={part.state}>
            <Link
              href={proof.state(part.state)}
              title={MEANS[part.state]}
              className="flex flex-col rounded-sm border border-line px-3 py-2 hover:border-line-strong hover:bg-sunken"
            >
              <span className={cn('inline-flex items-center gap-1.5 text-label font-medium', TEXT[part.state])}>
                <StateShape state={part.state} />
                {stateWord(part.state)}
              </span>
              <span className="num text-title font-semibold">{part.count.toLocaleString('en-US')}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Meanings of={ORDER.map((state) => ({ name: stateWord(state), means: MEANS[state] }))} className="mt-2" />
    </Panel>
  );
}
