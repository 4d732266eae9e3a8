// The two sides of the staff page: who works here, and who tried to come in.
import { Tabs } from '@/components/ui/tabs';

export function StaffTabs({ current }: { current: 'people' | 'logins' }) {
  return (
    <Tabs
      label="Staff"
      className="mb-4"
      items={[
        { href: '/staff', label: 'People', current: current === 'people' },
        { href: '/staff/logins', label: 'Logins', current: current === 'logins' },
      ]}
    />
  );
}
