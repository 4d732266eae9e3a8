// The three sides of mail: the words, the letters, and the notices that two people send.
import { Tabs } from '@/components/ui/tabs';

const SIDES = [
  { href: '/mail', label: 'Messages' },
  { href: '/mail/deliveries', label: 'Letters' },
  { href: '/mail/notices', label: 'Notices' },
];

export function MailTabs({ current }: { current: string }) {
  return <Tabs label="Mail" items={SIDES.map((side) => ({ ...side, current: side.href === current }))} className="mb-4" />;
}
