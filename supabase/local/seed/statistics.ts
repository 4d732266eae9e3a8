// What is counted ahead is counted once the demo firm stands, or its funnel and its best
// winners would be empty until the first quarter of an hour is over.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';

export async function seedStatistics(): Promise<void> {
  for (const view of ['refresh_consistency_view', 'refresh_statistics']) await callFunction(serviceClient(), view, {});
}
