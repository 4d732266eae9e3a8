// The pages around payouts, as far as this role opens them.
import { Tabs } from '@/components/ui/tabs';
import { deskPages } from '@/lib/payouts/desk-roles';
import type { StaffRole } from '@/lib/staff/roles';

export function PayoutTabs({ at, role }: { at: string; role: StaffRole }) {
  const items = deskPages(role).map(({ path, name }) => ({ href: path, label: name, current: path === at }));
  return <Tabs label="Around payouts" items={items} className="mb-4" />;
}
