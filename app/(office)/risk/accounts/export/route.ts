// The accounts behind a figure as CSV: the same as the page shows, all pages of them.
import { sendSheet } from '@/app/(office)/accounts/export/send-export';
import { createClient } from '@/lib/db/server';
import { RISK_ACCOUNTS } from '@/lib/lists/sheets';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readRiskAccountsQuery, riskAccountsHref } from '@/lib/stats/risk-figures';
import { readRiskAccounts } from '@/lib/stats/risk-read';

export async function GET(request: Request): Promise<Response> {
  await requireStaff(readersOf('/risk'));
  const query = readRiskAccountsQuery(Object.fromEntries(new URL(request.url).searchParams));
  const client = await createClient();
  return sendSheet(
    {
      name: 'risk-accounts',
      told: `accounts behind a figure, filter: ${riskAccountsHref({ ...query, page: 1 }).split('?')[1] ?? 'none'}; the latest opened first`,
      columns: RISK_ACCOUNTS,
      read: async (page) => (await readRiskAccounts(client, { ...query, page })).rows,
    },
    new Date(),
  );
}
