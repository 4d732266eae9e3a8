// A score taken apart: each part with its points, the most it can have, and what it rests on. The points add up to the score.
import { Panel } from '@/components/ui/panel';
import type { PairRow } from '@/lib/abuse/copy-read';
import { scorePart } from '@/lib/abuse/part-words';
import { scoreText } from './copy-words';

export function ScoreParts({ score, parts }: Pick<PairRow, 'score' | 'parts'>) {
  return (
    <Panel title={`Score ${scoreText(score)} of 100`} aside={<span className="num">{parts.map(({ points }) => points).join(' + ')}</span>}>
      <ul className="flex flex-col gap-3">
        {parts.map(({ part, points, most, words }) => (
          <li key={part} className="flex flex-col gap-1">
            <span className="flex items-baseline justify-between gap-2">
              <span className="font-medium">{scorePart(part)}</span>
              <span className="num text-label text-ink-2">
                {points} of {most}
              </span>
            </span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-sm bg-sunken">
              <span className="block h-full bg-accent" style={{ width: `${most === 0 ? 0 : (points / most) * 100}%` }} />
            </span>
            <span className="text-ink-2">{words}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
