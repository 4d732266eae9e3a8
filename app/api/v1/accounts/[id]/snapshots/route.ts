// Where an account stood: its daily snapshots and the present one, or, with `?at`, any past instant by replay.
import { LIST_SNAPSHOTS } from '@/lib/api/contracts/accounts';
import { door, preflight } from '@/lib/api/door-receive';
import { readPage } from '@/lib/api/paging';
import { ofAccount } from '@/lib/api/read';
import { snapshotQuery } from '@/lib/api/requests';
import { snapshotAt } from '@/lib/api/snapshot-replay';
import { refuse } from '@/lib/refusal';

export const GET = door({
  ...LIST_SNAPSHOTS,
  verb: async ({ client, params, query, now }) => {
    const asked = snapshotQuery.safeParse(Object.fromEntries(query));
    if (!asked.success) {
      const issue = asked.error.issues[0];
      return refuse('invalid', issue?.message ?? 'Not understood.', { path: issue?.path.join('.') ?? '' });
    }
    const { at, from, to } = asked.data;
    const id = params.id ?? '';
    if (at !== undefined) return snapshotAt(client, id, at, now);
    const page = readPage(query);
    return page.ok ? ofAccount(client, 'snapshots', id, page.value, { since: from, until: to }) : page;
  },
});
export { preflight as OPTIONS };
