// Said at the top while trading is stopped: why, until when, and what lifts it. An account that has ended says that instead.
import { StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import type { AccountHead } from '@/lib/accounts/read';
import { reasonWords } from '@/lib/events/reason-words';

export function TradingOff({ account }: { account: AccountHead }) {
  if (!account.is_alive) return <Ended account={account} />;
  if (!account.trading_off_reason) return null;
  return (
    <p role="status" className="rounded-md border border-critical bg-critical-soft px-4 py-2 text-form text-ink">
      <span className="font-semibold">Trading is off: </span>
      {reasonWords(account.trading_off_reason)}.{' '}
      {account.trading_off_until ? (
        <>
          It ends by itself on <When at={account.trading_off_until} mode="minute" />.
        </>
      ) : (
        'It stays off until a person or a confirmation lifts it.'
      )}
    </p>
  );
}

function Ended({ account: { status, closed_at, closure_reason } }: { account: AccountHead }) {
  return (
    <p role="status" className="rounded-md border border-line bg-sunken px-4 py-2 text-form text-ink">
      <span className="font-semibold">The account has ended</span> as <StatusChip status={status} />
      {closed_at && (
        <>
          {' '}
          on <When at={closed_at} mode="minute" />
        </>
      )}
      {closure_reason && `: ${reasonWords(closure_reason)}`}. Trading ended with it.
    </p>
  );
}
