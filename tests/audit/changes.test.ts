// Before and after, read out of what events say.
import { expect, test } from 'vitest';
import { newestIn } from '@/lib/events/anchor';
import { changesOf, named } from '@/lib/events/audit';

test('from and to of the same thing are one change, whichever is written first', () => {
  expect(changesOf({ to_status: 'blocked', from_status: 'active', violation_id: 'v1' })).toEqual({
    changes: [{ field: 'status', before: 'active', after: 'blocked' }],
    rest: [['violation_id', 'v1']],
  });
});

test('two documents are compared field by field, and what stayed is not a change', () => {
  const data = { before: { title: 'A', price_cents: 100, kept: [1] }, after: { title: 'B', price_cents: 100, kept: [1], added: true } };
  expect(changesOf(data)).toEqual({
    changes: [
      { field: 'title', before: 'A', after: 'B' },
      { field: 'added', before: 'nothing', after: 'true' },
    ],
    rest: [],
  });
});

test('something made has no before, and an event without words has no change', () => {
  expect(changesOf({ after: { title: 'A' } }).changes).toEqual([{ field: 'title', before: 'nothing', after: 'A' }]);
  expect(changesOf(null)).toEqual({ changes: [], rest: [] });
});

test('colleagues are named wherever their ids stand in the data; other ids stay as they are', () => {
  const [ada, other] = ['5b1d3c1e-0000-4000-8000-000000000001', '5b1d3c1e-0000-4000-8000-000000000002'];
  const data = { by: ada, account: other, after: { owners: [ada] }, text: `asked by ${ada}`, many: 3, none: null };
  expect(named(data, { [ada]: 'Ada Marsh' })).toEqual({
    ...{ by: 'Ada Marsh', account: other, after: { owners: ['Ada Marsh'] }, text: 'asked by Ada Marsh', many: 3, none: null },
  });
  expect(named(null, {})).toBeNull();
});

test('the newest whole line of an anchor file counts; one torn by a crash is passed over', () => {
  const line = (events: number) =>
    JSON.stringify({ up_to_event: events, events, streams: 1, head: 'h', anchored_at: '2026-02-02T00:00:00Z' });
  expect(newestIn(`${line(1)}\n${line(2)}\n${line(3).slice(0, 20)}`)?.events).toBe(2);
  expect(newestIn('nonsense\n')).toBeNull();
});
