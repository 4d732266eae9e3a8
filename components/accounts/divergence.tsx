// Who left the pack: each trade of the group with those who did not take it, and the tally of every account.
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { PackTrade, Standing } from '@/lib/accounts/divergence';
import { loginText } from '@/lib/accounts/login-text';

const SHOWN = 50;
type Props = { pack: PackTrade[]; standings: Standing[]; logins: Record<string, string>; isCut: boolean };

export function Divergence({ pack, standings, logins, isCut }: Props) {
  const named = (ids: string[]) => ids.map((id) => loginText(logins[id] ?? 'a former member')).join(', ');
  const left = pack.filter((one) => one.missed.length + one.opposed.length > 0);
  return (
    <Panel title="Who left the pack" aside={isCut ? 'the newest 5,000 trades of 30 days' : 'the last 30 days'}>
      <p className="mb-3 text-ink-2">
        A trade of the group is one that at least two accounts, and half of those open then, began within a minute of each other.
      </p>
      {pack.length === 0 ? (
        <p>The accounts had no trade in common.</p>
      ) : (
        <div className="flex flex-col gap-4">
          <p className="font-medium">
            {pack.length === 1 ? '1 trade' : `${pack.length} trades`} in common; somebody left the pack in {left.length}.
          </p>
          <Tally standings={standings} logins={logins} common={pack.length} />
          <ul className="divide-y divide-line border-t border-line">
            {left.slice(0, SHOWN).map((one) => (
              <li key={`${one.symbol}${one.side}${one.at}`} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
                <When at={new Date(one.at).toISOString()} />
                <span>
                  {one.side} {one.symbol}, taken by {one.followed.length}
                </span>
                <span className="font-mono text-label">
                  {one.missed.length > 0 && `not by ${named(one.missed)}`}
                  {one.missed.length > 0 && one.opposed.length > 0 && '; '}
                  {one.opposed.length > 0 && `against it: ${named(one.opposed)}`}
                </span>
              </li>
            ))}
          </ul>
          {left.length > SHOWN && <p className="text-label text-ink-3">{left.length - SHOWN} older ones are not shown.</p>}
        </div>
      )}
    </Panel>
  );
}

function Tally({ standings, logins, common }: { standings: Standing[]; logins: Record<string, string>; common: number }) {
  const loosest = [...standings].sort((one, other) => other.missed + other.opposed - one.missed - one.opposed || other.alone - one.alone);
  return (
    <div className="overflow-x-auto" role="region" aria-label="How each account went along" tabIndex={0}>
      <table className="text-body">
        <caption className="sr-only">How each account went along with {common} common trades, loosest first</caption>
        <thead>
          <tr className="text-label text-ink-2">
            {['Login', 'Went along', 'Missed', 'Against', 'Alone'].map((head, index) => (
              <th key={head} scope="col" className={index === 0 ? 'py-1 pr-6 text-left font-medium' : 'py-1 pr-6 text-right font-medium'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {loosest.map((one) => (
            <tr key={one.id} className="border-t border-line">
              <th scope="row" className="py-1 pr-6 text-left font-mono text-label font-normal">
                {loginText(logins[one.id] ?? '')}
              </th>
              {[one.followed, one.missed, one.opposed, one.alone].map((count, index) => (
                <td key={index} className="num py-1 pr-6 text-right">
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
