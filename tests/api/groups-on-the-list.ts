// Groups of accounts on the API as it is: made from all that match, a filter of the list, seen by whoever may see them. The firm is that of the
// test that calls this, since a stack of its own would cost more than what is asked here.
import { expect, test } from 'vitest';
import { idsOf } from '@/lib/accounts/bulk-read';
import { divergence } from '@/lib/accounts/divergence';
import { readGroup, readGroups, readGroupTrades, readMembers } from '@/lib/accounts/group-read';
import { addToGroup, changeGroup } from '@/lib/accounts/group-write';
import { accountsList } from '@/lib/accounts/list';
import type { AccountRow } from '@/lib/accounts/read';
import { tokenClient } from '@/lib/db/clients';
import { readQuery } from '@/lib/lists/query';
import { readCounts, readList } from '@/lib/lists/read';
import type { Flow } from '../flow/flow-stack';

interface Firm {
  flow: Flow;
  tokens: Record<string, string>;
  mine: string;
  theirs: string;
}

export function groupsOnTheList(firm: () => Firm): void {
  const staffIdOf = async (role: string) =>
    (await firm().flow.rows<{ id: string }>('select id from public.staff where role = $1', role))[0]?.id ?? '';
  const client = (role: string) => tokenClient(firm().tokens[role] ?? '');
  const query = (text: string) => readQuery(accountsList, new URLSearchParams(text));

  test('are made from all that match, filter the list, and are counted among its facets', async () => {
    const { mine, theirs } = firm();
    const risk = await staffIdOf('risk');
    const scope = { ids: null, address: '/accounts?q=8100' };
    expect(await idsOf(risk, scope)).toHaveLength(2);
    const told = await addToGroup(client('risk'), risk, { name: 'Night desk (EU)', kind: 'copies', isShared: true, scope });
    expect(told).toEqual({ ok: true, value: 'Group made with 2 accounts.' });
    const listed = await readList<AccountRow>(client('viewer'), accountsList, query('group=Night desk (EU)'));
    expect(listed.rows.map(({ id }) => id).sort()).toEqual([mine, theirs].sort());
    expect(await idsOf(risk, { ids: null, address: '/accounts?group=Night+desk+(EU)' })).toHaveLength(2);
    const { facets } = await readCounts(await staffIdOf('viewer'), accountsList, query(''));
    expect(facets.find(({ key }) => key === 'group')?.values).toMatchObject([{ value: 'Night desk (EU)', count: 2 }]);
  });

  test('show their members and trades to whoever may see the group', async () => {
    const { mine, theirs } = firm();
    const [group] = await readGroups(client('viewer'));
    expect(group).toMatchObject({ name: 'Night desk (EU)', members: 2, living: 2 });
    if (!group) return;
    expect((await readMembers(client('viewer'), group)).map(({ id }) => id).sort()).toEqual([mine, theirs].sort());
    const trades = await readGroupTrades(await staffIdOf('viewer'), group.id, new Date('2026-11-20T00:00:00Z'));
    expect(trades.map(({ account_id, symbol, at }) => [account_id, symbol, at])).toContainEqual([
      mine,
      'EURUSD',
      Date.parse('2026-11-18T09:00:00Z'),
    ]);
    expect(divergence([{ id: mine, from: 0, until: null }], trades).pack).toEqual([]);
    expect(await readGroups(client('trader'))).toEqual([]);
  });

  test('kept to oneself are nobody else’s, a seen version is needed, and a name stands for one group', async () => {
    const { mine } = firm();
    const risk = await staffIdOf('risk');
    await addToGroup(client('risk'), risk, {
      name: 'My own',
      kind: 'watch',
      isShared: false,
      scope: { ids: [mine], address: '/accounts' },
    });
    const own = (await readGroups(client('risk'))).find(({ name }) => name === 'My own');
    expect((await readGroups(client('support'))).map(({ name }) => name)).toEqual(['Night desk (EU)']);
    expect(await readGroup(client('support'), own?.id ?? '')).toBeNull();
    const refused = async (done: Promise<unknown>) => ((await done) as { refusal?: { code: string } }).refusal?.code;
    const scope = { ids: [mine], address: '/accounts' };
    expect(
      await refused(addToGroup(client('support'), await staffIdOf('support'), { name: 'my OWN', kind: 'watch', isShared: true, scope })),
    ).toBe('name-taken');
    expect(await refused(changeGroup(client('support'), { id: own?.id ?? '', version: 1, name: 'Taken over' }))).toBe('not-found');
    expect(await refused(changeGroup(client('risk'), { id: own?.id ?? '', version: 9, name: 'Stale' }))).toBe('stale');
    expect(await refused(changeGroup(client('viewer'), { id: own?.id ?? '', version: 1, name: 'Read only' }))).toBe('not-allowed');
    expect(await changeGroup(client('risk'), { id: own?.id ?? '', version: 1, remove: [mine] })).toMatchObject({ ok: true });
    expect(await changeGroup(client('risk'), { id: own?.id ?? '', version: 2, is_archived: true })).toMatchObject({ ok: true });
    expect((await readGroups(client('risk'))).map(({ name }) => name)).toEqual(['Night desk (EU)']);
  });
}
