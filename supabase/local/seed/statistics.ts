// What is counted ahead is counted once the demo firm stands, or its funnel would be empty until the first quarter of an hour is over.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';

export async function seedStatistics(): Promise<void> {
  await callFunction(serviceClient(), 'refresh_statistics', {});
}
