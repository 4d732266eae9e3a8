// A rule set as a person reads it: one rule after the other, its sentence, what it does, its clock, and every number behind it.
import { Definition } from '@/components/ui/definition';
import type { RuleWords } from '@/lib/challenges/rule-sentences';
import { ruleName } from '@/lib/rules/rule-name';
import { consequenceText } from './rule-words';

export function RulesText({ rules }: { rules: RuleWords[] }) {
  if (rules.length === 0) return <p className="text-ink-2">This version has no rule at all: nothing would ever be broken under it.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {rules.map((rule) => (
        <li key={`${rule.rule}#${rule.instance}`} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
          <h3 className="text-form font-semibold">{ruleName(rule.rule, rule.instance)}</h3>
          {rule.sentence && <p>{rule.sentence}</p>}
          <p className="text-label text-ink-2">
            {rule.consequence === 'payout_gate' ? 'Until it is met' : 'When broken'}, it {consequenceText(rule.consequence)}. Its day turns
            at {rule.clock}.
          </p>
          {rule.numbers.length > 0 && (
            <Definition
              rows={rule.numbers.map(({ label, value, isUsual }) => ({
                term: label,
                value: (
                  <>
                    <span className="num">{value}</span>
                    {isUsual && <span className="text-label text-ink-3"> (as usual)</span>}
                  </>
                ),
              }))}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
