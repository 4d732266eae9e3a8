// The orders to the platform on the account's page: when they cannot be read, the rest of the page still stands.
import type { SupabaseClient } from '@supabase/supabase-js';
import { ConfirmOrderForm } from '@/components/accounts/confirm-order-form';
import { PlatformOrders } from '@/components/accounts/platform-orders';
import { ErrorState } from '@/components/ui/error-state';
import type { StaffActor } from '@/lib/staff/actor';
import { readPlatformOrders } from '@/lib/trades/platform-orders-read';
import { confirmPlatformOrder } from './actions';

type Props = { accountId: string; actor: StaffActor; client: SupabaseClient };

export async function PlatformStanding({ accountId, actor, client }: Props) {
  const orders = await readPlatformOrders(client, accountId).catch(() => null);
  if (!orders) return <ErrorState code="orders-not-read" title="The orders to the platform could not be read" />;
  const mayConfirm = actor.role === 'risk' || actor.role === 'admin';
  return (
    <PlatformOrders
      orders={orders}
      now={new Date().getTime()}
      deed={({ id }) =>
        mayConfirm ? (
          <ConfirmOrderForm orderId={id} action={confirmPlatformOrder} />
        ) : (
          <p className="text-label text-ink-3">Risk and admin may confirm it as done by hand.</p>
        )
      }
    />
  );
}
