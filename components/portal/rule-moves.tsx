// What became of the rules since they were bought: each move to another version, since when, why, and every number that changed.
import { When } from '@/components/ui/when';
import type { RuleMoveTold } from '@/lib/challenges/moves-read';
import { ruleName } from '@/lib/rules/rule-name';

const RULE_FIELD = /^rules\.([a-z-]+)\[(\d+)\]\.?(.*)$/;

export function RuleMoves({ moves }: { moves: RuleMoveTold[] }) {
  if (moves.length === 0) return null;
  return (
    <ol aria-label="Changes of your rules" className="mb-4 flex flex-col gap-3 border-l-2 border-caution pl-3">
      {moves.map((move) => (
        <li key={move.since} className="flex flex-col gap-1">
          <p>
            Since <When at={move.since} mode="minute" /> version {move.to_version ?? 'not known'} holds instead of version{' '}
            {move.from_version}: {move.reason}. What was judged before stays as it was judged.
          </p>
          {move.changes.length > 0 && (
            <ul className="text-label text-ink-2">
              {move.changes.map(({ path, old, new: now }) => (
                <li key={path}>
                  {wordsOf(path)}: <span className="num">{old ?? 'none'}</span> → <span className="num">{now ?? 'none'}</span>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function wordsOf(path: string): string {
  const [, rule, instance, field = ''] = RULE_FIELD.exec(path) ?? [];
  const words = (rule === undefined ? path : field).split('.').join(', ').replaceAll('_', ' ');
  return rule === undefined ? words : [ruleName(rule, Number.parseInt(instance ?? '0', 10)), words].filter(Boolean).join(', ');
}
