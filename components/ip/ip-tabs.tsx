// The sides of the IP analysis: people, places, what was heard, and what is known of networks.
import { Tabs } from '@/components/ui/tabs';

const ITEMS = [
  ['pairs', '/ip-analysis', 'Pairs'],
  ['places', '/ip-analysis/places', 'Places'],
  ['events', '/ip-analysis/events', 'Events'],
  ['networks', '/ip-analysis/networks', 'Networks'],
  ['allowances', '/ip-analysis/allowances', 'Allowances'],
] as const;

/** Whoever sees addresses masked has no business with what is allowed. */
export function IpTabs({ current, seesAllowances }: { current: (typeof ITEMS)[number][0]; seesAllowances: boolean }) {
  const items = ITEMS.filter(([key]) => key !== 'allowances' || seesAllowances);
  return (
    <Tabs label="IP analysis" className="mb-4" items={items.map(([key, href, label]) => ({ href, label, current: key === current }))} />
  );
}
