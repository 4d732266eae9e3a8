// How far an own account is known: to its last event while its feed is heard, and to where the feed fell silent otherwise.
import { FreshnessStamp } from '@/components/ui/stamp';
import type { PortalAccount } from '@/lib/traders/portal';

export function AccountStamp({ account }: { account: PortalAccount }) {
  return <FreshnessStamp at={account.last_event_at} staleSince={account.is_alive ? account.feed_stale_since : null} />;
}
