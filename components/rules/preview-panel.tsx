'use client';
// What would change: this version over the real history of every account of the phase. It can be stopped, and it writes nothing.
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import { WithInstants } from '@/components/ui/with-instants';
import type { PreviewAccount } from '@/lib/challenges/scan';
import type { VerdictDifference } from '@/lib/challenges/what-if';
import { ruleName } from '@/lib/rules/rule-name';
import type { PreviewState } from './preview-stream';

type PreviewPanelProps = {
  state: PreviewState;
  product: string;
  /** Every verdict that would differ, as one file. */
  exportHref: string;
  onStart: () => void;
  onCancel: () => void;
  onMore: () => void;
};

export function PreviewPanel({ state, product, exportHref, onStart, onCancel, onMore }: PreviewPanelProps) {
  const { phase, count, accounts } = state;
  const share = count && count.total > 0 ? count.done / count.total : 0;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {phase === 'running' ? (
          <Button onClick={onCancel}>Stop the preview</Button>
        ) : (
          <Button onClick={onStart}>{phase === 'idle' ? 'Preview over every account' : 'Preview again'}</Button>
        )}
        {phase === 'running' && <progress aria-label="Accounts previewed" value={share} max={1} className="h-2 w-48 accent-(--accent)" />}
        <p role="status" className="text-ink-2">
          {sentence(state, product)}
        </p>
      </div>
      {accounts.length > 0 && (
        <ul
          aria-label="Accounts whose verdicts would differ"
          className="flex max-h-96 flex-col divide-y divide-line overflow-y-auto border-y border-line"
        >
          {accounts.map((account) => (
            <Account key={account.account_id} account={account} />
          ))}
        </ul>
      )}
      {phase === 'finished' && count && count.differing > 0 && (
        <div className="flex flex-wrap items-center gap-3 text-label text-ink-3">
          {accounts.length < count.differing && (
            <>
              <span>
                The first {accounts.length.toLocaleString('en-US')} of {count.differing.toLocaleString('en-US')} accounts are shown.
              </span>
              <Button onClick={onMore} disabled={state.more === 'asked'}>
                {state.more === 'asked' ? 'Reading on' : 'Show the next ones'}
              </Button>
            </>
          )}
          <a href={exportHref} download className="inline-flex min-h-6 items-center text-accent underline">
            All of them as CSV
          </a>
          {state.more === 'failed' && <span role="alert">The next ones could not be read. Try again.</span>}
        </div>
      )}
    </div>
  );
}

function sentence({ phase, count, seconds }: PreviewState, product: string): string {
  const done = count ? `${count.done.toLocaleString('en-US')} of ${count.total.toLocaleString('en-US')} accounts` : 'no account yet';
  switch (phase) {
    case 'idle':
      return 'You have not run it on this page yet. Nothing is written by it, so whoever signs runs it for themselves.';
    case 'running':
      return `${done}, ${count?.differing.toLocaleString('en-US') ?? 0} differ so far.`;
    case 'cancelled':
      return `Stopped after ${done}. It has to run to its end before this version can be published.`;
    case 'failed':
      return `It broke off after ${done}. Nothing was changed; run it again.`;
    case 'finished': {
      const verdicts = count?.verdicts ?? 0;
      const differ =
        verdicts === 0
          ? 'No verdict would differ'
          : `${verdicts.toLocaleString('en-US')} ${verdicts === 1 ? 'verdict' : 'verdicts'} of ${count?.differing.toLocaleString('en-US')} accounts would differ`;
      return `${product}: ${differ}. ${done} with ${count?.events.toLocaleString('en-US')} events in ${seconds} s.`;
    }
  }
}

function Account({ account }: { account: PreviewAccount }) {
  return (
    <li className="flex flex-col gap-1 py-2">
      <p>
        <Link href={`/accounts/${account.account_id}`} prefetch={false} className="font-medium text-accent underline">
          {account.login}
        </Link>{' '}
        <span className="text-label text-ink-3">{account.status}</span>
      </p>
      <Differences list={account.differences.slice(0, SHOWN)} />
      {account.differences.length > SHOWN && (
        <details>
          <summary className="min-h-6 cursor-pointer text-label text-ink-3">and {account.differences.length - SHOWN} more</summary>
          <Differences list={account.differences.slice(SHOWN)} />
        </details>
      )}
    </li>
  );
}

const SHOWN = 5;

function Differences({ list }: { list: readonly VerdictDifference[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {list.map((one, index) => (
        <li key={index}>
          <Difference one={one} />
        </li>
      ))}
    </ul>
  );
}

const KINDS: Record<VerdictDifference['kind'], string> = { new: 'New', gone: 'Gone', other: 'Other' };

function Difference({ one }: { one: VerdictDifference }) {
  const words = (text: string | null) => (text === null ? 'nothing' : text.replaceAll('_', ' '));
  return (
    <span>
      <span className="font-medium">{KINDS[one.kind]}:</span> {ruleName(one.rule, one.instance)}
      {one.subject && <code className="text-label"> {one.subject}</code>},{' '}
      <WithInstants text={`${words(one.before)} → ${words(one.after)}`} />{' '}
      {one.at === null ? (
        <span className="text-label text-ink-3">at the end of its history</span>
      ) : (
        <When at={new Date(one.at).toISOString()} />
      )}
      <span className="block text-label text-ink-2">
        <WithInstants text={one.message} />
      </span>
    </span>
  );
}
