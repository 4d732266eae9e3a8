// The accounts one account trades alike with, on its own page.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { When } from '@/components/ui/when';
import type { PairRow } from '@/lib/abuse/copy-read';
import { AccountLink } from './account-link';
import { directionText, scoreText } from './copy-words';
import { SignalChip } from './signal-chip';

export function LinkedAccounts({ account, pairs }: { account: string; pairs: PairRow[] }) {
  if (pairs.length === 0)
    return <p className="text-ink-2">No other account trades like this one, as far as the last thirty days were compared.</p>;
  return (
    <FigureTable
      caption="Accounts that trade like this one"
      columns={[
        ...[{ name: 'Account', words: true }, { name: 'Relation', words: true }, { name: 'Direction', words: true }, { name: 'Matches' }],
        ...[
          { name: 'Last', words: true },
          { name: 'State', words: true },
          { name: 'Score', means: 'Opens the pair, trade by trade' },
        ],
      ]}
      rows={pairs.map((pair) => {
        const isFirst = pair.account_a === account;
        const other = isFirst
          ? { id: pair.account_b, login: pair.login_b, trader: pair.trader_name_b, status: pair.status_b }
          : { id: pair.account_a, login: pair.login_a, trader: pair.trader_name_a, status: pair.status_a };
        return {
          key: pair.id,
          cells: [
            <AccountLink key="who" {...other} />,
            pair.relation === 'own' ? 'The same trader' : 'Another trader',
            directionText(pair.kind),
            pair.evidence_count,
            <When key="last" at={pair.last_at} mode="minute" />,
            <SignalChip key="state" state={pair.state} />,
            <Link
              key="score"
              href={`/copy-trading/${pair.id}`}
              className="text-accent underline"
              aria-label={`Open the pair with ${other.login}`}
            >
              {scoreText(pair.score)}
            </Link>,
          ],
        };
      })}
    />
  );
}
