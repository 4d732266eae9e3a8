// What the two books come to, by currency, and what the difference is made of. Nothing may be left over: what nobody has named would be
// our own mistake, and it is said so.
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { DIFFERENCE_ORDER, DIFFERENCES } from '@/lib/payouts/difference-words';
import { unexplained } from '@/lib/payouts/reconcile';
import type { DifferenceRow, StatementRow } from '@/lib/payouts/statement-read';

type Props = { statement: StatementRow; differences: DifferenceRow[] };

export function StatementSummary({ statement, differences }: Props) {
  const named = differences.filter(({ state }) => state !== 'agrees-now');
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {statement.totals.map((total) => (
        <Panel key={total.currency} title={total.currency} aside={`${total.theirs} of theirs, ${total.ours} of ours`}>
          <Sides total={total} differences={named} />
        </Panel>
      ))}
    </div>
  );
}

function Sides({ total, differences }: { total: StatementRow['totals'][number]; differences: DifferenceRow[] }) {
  const { currency } = total;
  const left = unexplained(total, differences);
  const parts = DIFFERENCE_ORDER.map((kind) => {
    const own = differences.filter((one) => one.kind === kind).flatMap(({ effect }) => effect.filter((part) => part.currency === currency));
    return { kind, cents: own.reduce((sum, part) => sum + part.cents, 0), count: own.length };
  }).filter(({ count }) => count > 0);
  return (
    <dl className="grid grid-cols-[1fr_max-content] gap-x-6 gap-y-1">
      <Line words="Left by their word" cents={total.theirs_cents} currency={currency} />
      {total.fees_cents !== 0 && <Line words="Fees they took" cents={total.fees_cents} currency={currency} />}
      <Line words="Left by ours" cents={-total.ours_cents} currency={currency} />
      <Line words="Apart" cents={total.apart_cents} currency={currency} strong />
      {parts.map(({ kind, cents, count }) => (
        <Line key={kind} words={`of which ${DIFFERENCES[kind].title.toLowerCase()} (${count})`} cents={cents} currency={currency} quiet />
      ))}
      {left !== 0 && <Line words="Not named by anything below" cents={left} currency={currency} strong alarming />}
      {total.apart_cents === 0 && parts.length === 0 && (
        <p className="col-span-2 text-safe">
          <span aria-hidden="true">● </span>Both books say the same sum.
        </p>
      )}
    </dl>
  );
}

type LineProps = { words: string; cents: number; currency: string; strong?: boolean; quiet?: boolean; alarming?: boolean };

function Line({ words, cents, currency, strong = false, quiet = false, alarming = false }: LineProps) {
  const style = `${strong ? 'border-t border-line pt-1 font-semibold' : ''} ${quiet ? 'pl-3 text-label text-ink-2' : ''} ${alarming ? 'text-critical' : ''}`;
  return (
    <>
      <dt className={style}>{words}</dt>
      <dd className={`text-right ${style}`}>
        <Money cents={cents} currency={currency} signed={strong || quiet} />
      </dd>
    </>
  );
}
