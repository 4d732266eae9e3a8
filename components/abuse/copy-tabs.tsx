// The views of the page: who hangs together, pair by pair, the log of single matches, and any two accounts.
import { Tabs } from '@/components/ui/tabs';

const TABS = [
  { key: 'clusters', href: '/copy-trading', label: 'Clusters' },
  { key: 'pairs', href: '/copy-trading/pairs', label: 'Pairs' },
  { key: 'events', href: '/copy-trading/events', label: 'Events log' },
  { key: 'compare', href: '/copy-trading/compare', label: 'Compare two' },
] as const;

export function CopyTabs({ current }: { current: (typeof TABS)[number]['key'] }) {
  return (
    <Tabs label="Copy trading" className="mb-3" items={TABS.map(({ key, href, label }) => ({ href, label, current: key === current }))} />
  );
}
