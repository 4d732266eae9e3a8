// Said at the top while trading is stopped: why, until when, and what lifts it.
import { When } from '@/components/ui/when';
import type { AccountHead } from '@/lib/accounts/read';

const OFF_REASONS: Record<string, string> = {
  'rule-violation': 'a rule was broken',
  'rule-block': 'a rule blocked the account',
  'rule-pause': 'a rule paused trading',
  'by-hand': 'staff stopped it by hand',
  scaled: 'the account went on at a larger size',
  'target-reached': 'the target is reached and every gate is met; the pass waits for review',
};

export function tradingOffText(reason: string): string {
  return OFF_REASONS[reason] ?? reason.replaceAll(/[-_]/g, ' ');
}

export function TradingOff({ account }: { account: AccountHead }) {
  if (!account.trading_off_reason) return null;
  return (
    <p role="status" className="rounded-md border border-critical bg-critical-soft px-4 py-2 text-form text-ink">
      <span className="font-semibold">Trading is off: </span>
      {tradingOffText(account.trading_off_reason)}.{' '}
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
