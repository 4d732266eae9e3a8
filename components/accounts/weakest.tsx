// Which accounts of a group break first: in the order of what they can still lose, in money and for their size.
import Link from 'next/link';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { shareText } from '@/components/ui/share-text';
import { loginText } from '@/lib/accounts/login-text';
import type { Weakness } from '@/lib/accounts/group';
import { ruleName } from '@/lib/rules/rule-name';

const SHOWN = 5;
type Props = { standing: { byMoney: Weakness[]; byShare: Weakness[]; notKnown: number } };

export function Weakest({ standing: { byMoney, byShare, notKnown } }: Props) {
  return (
    <Panel title="Breaks first" aside={notKnown > 0 && `${notKnown} with unknown room, not compared`}>
      {byMoney.length === 0 ? (
        <p className="text-ink-2">No account of the group both trades and has a known room.</p>
      ) : (
        <div className="grid gap-4 md:grid-cols-2">
          <Order title="At the same loss in money" rows={byMoney} />
          <Order title="At the same loss for their size" rows={byShare} />
        </div>
      )}
    </Panel>
  );
}

function Order({ title, rows }: { title: string; rows: Weakness[] }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 font-medium">{title}</h3>
      <ol className="list-decimal pl-6">
        {rows.slice(0, SHOWN).map(({ member, left_bps }) => (
          <li key={member.id} className="py-0.5">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <Link
                href={`/accounts/${member.id}`}
                className="inline-flex min-h-6 items-center font-mono text-label text-accent hover:underline"
              >
                {loginText(member.login)}
              </Link>
              <span>
                <Money cents={member.headroom_cents} currency={member.currency} /> left, <span className="num">{shareText(left_bps)}</span>{' '}
                of its size
              </span>
              <span className="text-label text-ink-2">{member.nearest_rule ? ruleName(member.nearest_rule) : ''}</span>
            </span>
          </li>
        ))}
      </ol>
      {rows.length > SHOWN && <p className="text-label text-ink-3">and {rows.length - SHOWN} more</p>}
    </section>
  );
}
