// The rule as it was bought, which judge applied it, and whether telling the account again comes to the same verdict.
import { RulesText } from '@/components/rules/rules-text';
import { Definition } from '@/components/ui/definition';
import type { RuleWords } from '@/lib/challenges/rule-sentences';

type AsJudgedProps = {
  /** Null where the rule set could not be read. */
  rule: RuleWords | null;
  /** The judge that came to the verdict; null where that was not kept yet. */
  judgedBy: string | null;
  /** The judge that tells it again now. */
  toldBy: string;
  /** `gone`: the history as it is now leads to no such verdict. `unread`: it could not be told again. */
  told: 'same' | 'differs' | 'gone' | 'unread';
};

const TOLD: Record<AsJudgedProps['told'], string> = {
  same: 'Same: measured, limit and arithmetic are those on record.',
  differs: 'Differs: the figures are not those on record. Open the derivation before you decide.',
  gone: 'Differs: the history as it is now leads to no such verdict.',
  unread: 'Could not be told again just now.',
};

export function AsJudged({ rule, judgedBy, toldBy, told }: AsJudgedProps) {
  return (
    <section aria-labelledby="as-judged" className="flex flex-col gap-2">
      <h3 id="as-judged" className="text-form font-semibold">
        The rule as bought
      </h3>
      {rule ? <RulesText rules={[rule]} /> : <p className="text-ink-2">The rule set it was judged under could not be read.</p>}
      <Definition
        rows={[
          { term: 'Judged by', value: judgedBy ?? 'not kept at the time' },
          {
            term: `Told again by ${toldBy}`,
            value: <span className={told === 'same' || told === 'unread' ? undefined : 'font-medium text-critical'}>{TOLD[told]}</span>,
          },
        ]}
      />
    </section>
  );
}
