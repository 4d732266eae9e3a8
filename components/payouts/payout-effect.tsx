// What a payout does to its account: balance, high-water mark and floors, before and after.
import { FigureTable } from '@/components/ui/figure-table';
import { Money } from '@/components/ui/money';
import { ruleName } from '@/lib/rules/rule-name';

type Effect = {
  balance_cents: number;
  balance_after_cents: number;
  high_water_cents: number;
  high_water_after_cents: number;
  floors: { rule: string; before: number; after: number }[];
};

export function PayoutEffect({ effect, currency }: { effect: Effect; currency: string }) {
  const rows = [
    { name: 'Balance', before: effect.balance_cents, after: effect.balance_after_cents },
    { name: 'High-water mark', before: effect.high_water_cents, after: effect.high_water_after_cents },
    ...effect.floors.map(({ rule, before, after }) => ({ name: `Floor: ${floorName(rule)}`, before, after })),
  ];
  return (
    <FigureTable
      caption="Before and after the payout"
      columns={[{ name: 'Figure', words: true }, { name: 'Before' }, { name: 'After' }]}
      rows={rows.map(({ name, before, after }) => ({
        key: name,
        cells: [name, <Money key="b" cents={before} currency={currency} />, <Money key="a" cents={after} currency={currency} />],
      }))}
    />
  );
}

/** The judge names a floor `code#instance`. */
function floorName(rule: string): string {
  const [code = rule, instance = '0'] = rule.split('#');
  return ruleName(code, Number.parseInt(instance, 10) || 0);
}
