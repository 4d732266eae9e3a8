// What is sold as CSV: each product with its terms, its phases and how it sells.
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { readFigures } from '@/lib/challenges/products-read';
import { readChallenges } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { PRODUCTS } from '@/lib/lists/sheets';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export async function GET(): Promise<Response> {
  await requireStaff(readersOf('/challenges'));
  const client = await createClient();
  const read = async (page: number) => {
    if (page > 1) return [];
    const [sold, figures] = await Promise.all([readChallenges(client), readFigures(client)]);
    return sold.map((one) => ({ ...figures.get(one.id), ...one, phase_names: one.phases.map(({ name }) => name).join(', ') }));
  };
  return sendSheet({ name: 'challenges', told: 'products that are sold, filter: none', columns: PRODUCTS, read }, new Date());
}
