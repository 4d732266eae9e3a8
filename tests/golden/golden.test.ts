// Every worked case runs through the product; a case that disagrees is right until the rules are changed.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCase } from './dispatch';
import { fileSchema } from '@/lib/rules/worked/format';

const folder = fileURLToPath(new URL('./cases/', import.meta.url));

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const cases = fileSchema.parse(JSON.parse(readFileSync(folder + file, 'utf8')));
  describe(file, () => {
    it.each(cases.map((golden) => [golden.id, golden] as const))('%s comes out as worked by hand', (_id, golden) => {
      expect(runCase(golden)).toEqual([]);
    });
  });
}

describe('the runner', () => {
  it('fails a case whose rule it does not know', () => {
    const golden = { id: 'X', rule: 'no-such-rule', params: {}, events: [], expected: {} };
    expect(runCase(golden)).toHaveLength(1);
  });
});
