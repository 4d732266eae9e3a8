// Where a run stands in a word, and how far it is: judged, failed and skipped add up to the total once it has ended.
import { Chip } from '@/components/ui/chip';
import { StateShape, type RiskState } from '@/components/ui/state-chip';
import { standingOf, type BatchRunRow, type Standing } from '@/lib/batches/run';

const LOOKS: Record<Standing, { word: string; shape: RiskState; style: string }> = {
  running: { word: 'Running', shape: 'unknown', style: 'border-line-strong text-ink' },
  stopping: { word: 'Stopping', shape: 'caution', style: 'border-transparent bg-caution-soft text-caution' },
  silent: { word: 'Stopped, resume', shape: 'caution', style: 'border-transparent bg-caution-soft text-caution' },
  done: { word: 'Done', shape: 'safe', style: 'border-transparent bg-safe-soft text-safe' },
  failed: { word: 'Failed', shape: 'critical', style: 'border-transparent bg-critical-soft text-critical' },
  stopped: { word: 'Stopped', shape: 'caution', style: 'border-transparent bg-caution-soft text-caution' },
};

export function StandingWord({ run, now }: { run: BatchRunRow; now: number }) {
  const standing = standingOf(run, now);
  const look = LOOKS[standing];
  return (
    <Chip
      data-standing={standing}
      title={standing === 'silent' ? 'No heartbeat for a minute: nobody works on this run any more.' : undefined}
      className={look.style}
    >
      <StateShape state={look.shape} />
      {look.word}
    </Chip>
  );
}

const WIDTH = 120;

export function Progress({ run }: { run: BatchRunRow }) {
  const { total, ok, failed, skipped } = run;
  const done = ok + failed + skipped;
  const sentence = `${done} of ${total}: ${ok} judged, ${failed} failed, ${skipped} skipped`;
  const wide = (count: number) => (total === 0 ? 0 : (count * WIDTH) / total);
  return (
    <span className="inline-flex flex-col gap-0.5">
      <svg role="img" aria-label={sentence} viewBox={`0 0 ${WIDTH} 8`} className="h-2 w-30" preserveAspectRatio="none">
        <rect width={WIDTH} height="8" className="fill-sunken" />
        <rect width={wide(ok)} height="8" className="fill-accent" />
        <rect x={wide(ok)} width={wide(failed)} height="8" className="fill-critical" />
        <rect x={wide(ok + failed)} width={wide(skipped)} height="8" className="fill-ink-3" />
      </svg>
      <span className="num text-meta text-ink-3">
        {done} of {total}
      </span>
    </span>
  );
}
