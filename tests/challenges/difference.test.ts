// What changed between two versions, told by the paths that refusals use.
import { expect, test } from 'vitest';
import { documentDifference } from '@/lib/challenges/difference';
import { ruleDocument } from '../db/stage';

const document = (change: (made: ReturnType<typeof parsed>) => void = () => undefined, version = 1) => {
  const made = parsed(version);
  change(made);
  return made;
};
const parsed = (version: number) =>
  JSON.parse(ruleDocument(version)) as { rules: Record<string, Record<string, unknown>[]>; note?: string; sources?: unknown[] };

test('the same rules under another version and with other sources do not differ', () => {
  expect(
    documentDifference(
      document(),
      document((made) => (made.sources = [{ path: 'bands' }]), 7),
    ),
  ).toEqual([]);
});

test('a changed number is named by its path, with what it was and what it is', () => {
  const tighter = document((made) => (made.rules['max-daily-loss'] = [{ limit: { pct: '0.04', of: 'initial' }, consequence: 'fail' }]));
  expect(documentDifference(document(), tighter)).toEqual([{ path: 'rules.max-daily-loss[0].limit.pct', old: '0.05', new: '0.04' }]);
});

test('a rule that came and a rule that went are told leaf by leaf', () => {
  const other = document((made) => {
    delete made.rules.consistency;
    made.rules['min-trades'] = [{ min: 3 }];
  });
  expect(documentDifference(document(), other)).toEqual([
    { path: 'rules.min-trades[0].min', old: null, new: '3' },
    { path: 'rules.consistency[0].threshold', old: '0.30', new: null },
  ]);
});

test('a null that was written differs from a field that was not', () => {
  const locked = document((made) => (made.rules['max-drawdown'] = [{ lock: null }]));
  const open = document((made) => (made.rules['max-drawdown'] = [{ mode: 'static' }]));
  expect(documentDifference(open, locked)).toContainEqual({ path: 'rules.max-drawdown[0].lock', old: null, new: 'null' });
});
