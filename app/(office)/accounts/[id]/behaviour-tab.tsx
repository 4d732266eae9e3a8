// The behaviour of one account: figures from its trades, and what the last search found to stand out.
import type { SupabaseClient } from '@supabase/supabase-js';
import Link from 'next/link';
import { AccountBehaviour, FIGURE_KEYS } from '@/components/ip/account-behaviour';
import { ScoreParts } from '@/components/ip/score-parts';
import { When } from '@/components/ui/when';
import { ASK_FROM } from '@/lib/abuse/anomaly';
import { readBehaviour, type AnomalyRow } from '@/lib/abuse/behaviour-read';
import type { AccountHead } from '@/lib/accounts/read';
import type { AccountAddress } from './address';

type Props = { account: AccountHead; client: SupabaseClient; address: AccountAddress };

export async function behaviourTab({ account, client, address }: Props) {
  const { behaviour, isWhole, anomaly } = await readBehaviour(client, account.id, account.rule_set_id);
  return (
    <div className="flex flex-col gap-6">
      <AccountBehaviour
        behaviour={behaviour}
        currency={account.currency}
        isWhole={isWhole}
        accountId={account.id}
        opened={address.figure}
        page={Number.parseInt(address.page || '1', 10)}
        hrefs={Object.fromEntries(FIGURE_KEYS.map((figure) => [figure, address.href({ figure })]))}
        pageHref={(page) => address.href({ page: String(page) })}
      />
      {anomaly && anomaly.parts.length > 0 && <Unusual anomaly={anomaly} />}
    </div>
  );
}

function Unusual({ anomaly }: { anomaly: AnomalyRow }) {
  return (
    <section aria-label="What stands out" className="flex flex-col gap-2">
      <h3 className="text-form font-semibold">What stands out</h3>
      <p className="text-label text-ink-2">
        Against its own past and the other accounts of its product, as of <When at={anomaly.seen_at} mode="minute" />. From {ASK_FROM} on
        somebody is asked; the account itself is not touched. Decision: {anomaly.state}. Cases are in{' '}
        <Link href="/reviews?kind=abuse" className="text-accent underline">
          reviews
        </Link>
        .
      </p>
      <ScoreParts
        parts={anomaly.parts.map(({ part, points, words }) => ({ key: part, points, name: nameOf(part), words }))}
        total={Math.round(anomaly.score)}
        totalWords="of 100: how far this account stands out"
      />
    </section>
  );
}

function nameOf(part: string): string {
  if (part === 'bounds') return 'Bounds';
  return part.endsWith('-past') ? 'Against its own past' : 'Against the others';
}
