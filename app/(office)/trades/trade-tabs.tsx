// Closed and open trades are two lists; one account chosen in the one stays chosen in the other.
import { Tabs } from '@/components/ui/tabs';

export function TradeTabs({ current, account }: { current: 'closed' | 'open'; account: string[] }) {
  const filter = account.length > 0 ? `?account=${account.join(',')}` : '';
  return (
    <Tabs
      label="Trades"
      className="mb-3"
      items={[
        { href: `/trades${filter}`, label: 'Closed', current: current === 'closed' },
        { href: `/trades/open${filter}`, label: 'Open', current: current === 'open' },
      ]}
    />
  );
}
