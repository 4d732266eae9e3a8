// The three sides of integrations: who posts to us, who hears from us, and how to post.
import { Tabs } from '@/components/ui/tabs';

export function IntegrationTabs({ current }: { current: 'sources' | 'outbound' | 'senders' }) {
  return (
    <Tabs
      label="Integrations"
      className="mb-4"
      items={[
        { href: '/integrations', label: 'Sources', current: current === 'sources' },
        { href: '/integrations/outbound', label: 'Listeners', current: current === 'outbound' },
        { href: '/integrations/senders', label: 'How to post', current: current === 'senders' },
      ]}
    />
  );
}
