// The tabs of the account page; the chosen one is in the URL.
import { Tabs, type TabItem } from '@/components/ui/tabs';

export function AccountTabs({ items }: { items: TabItem[] }) {
  return <Tabs label="Account details" items={items} className="px-4" />;
}
