// How far the trader's identity check is, and what comes next.
import type { KycState } from '@/lib/traders/portal';

const WORDS: Record<KycState, [state: string, next: string]> = {
  none: ['Not started', 'Nothing is needed to trade. Before the first payout we ask you to show who you are.'],
  pending: ['Being looked at', 'You need not do anything. We write to you when it is decided.'],
  retry: ['Please send it again', 'Something could not be read. Open the link in our mail and send it once more.'],
  approved: ['Approved', 'Nothing more is needed.'],
  rejected: ['Not accepted', 'Answer the mail we sent you if you think this is wrong.'],
  expired: ['Expired', 'We ask you again before the next payout.'],
};

export function Identity({ state }: { state: KycState }) {
  const [name, next] = WORDS[state];
  return (
    <p>
      <strong className="font-medium">{name}.</strong> <span className="text-ink-2">{next}</span>
    </p>
  );
}
