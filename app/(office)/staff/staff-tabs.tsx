// The sides of the staff page: who works here, who tried to come in, and how often people decide against the system.
import { Tabs } from '@/components/ui/tabs';

export function StaffTabs({ current }: { current: 'people' | 'logins' | 'overrides' }) {
  return (
    <Tabs
      label="Staff"
      className="mb-4"
      items={[
        { href: '/staff', label: 'People', current: current === 'people' },
        { href: '/staff/logins', label: 'Logins', current: current === 'logins' },
        { href: '/staff/overrides', label: 'Overrides', current: current === 'overrides' },
      ]}
    />
  );
}
