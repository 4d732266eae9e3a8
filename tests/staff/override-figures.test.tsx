// The rates of overrides as they are drawn: each with its sample and its interval, by person and by reason, and grey while few decisions stand behind it.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { OverridePeople } from '@/components/staff/override-people';
import { OverrideReasons } from '@/components/staff/override-rows';
import type { OverrideFigures } from '@/lib/staff/overrides-read';

const span = { firstDay: '2026-11-01', lastDay: '2026-11-30' };
const person = (name: string, decisions: number, overrides: number) => ({
  ...{ id: name, name, role: 'risk', decisions, overrides, rate_bps: 0, kinds: {} },
});
const figures: OverrideFigures = {
  decisions: 110,
  overrides: 11,
  staff: [person('Ana', 100, 10), person('Ben', 10, 1)],
  reasons: [{ kind: 'reinstated', reason: 'Bad tick', count: 11, staff: 2 }],
  rows: [],
};
const rates = (page: string) =>
  [...page.matchAll(/data-thin="(\w+)" title="([^"]*)"/g)].map(([, thin, told]) => `${thin} ${told?.replaceAll(/\s/g, ' ')}`);

test('a rate stands with its sample and interval, for each person and each reason', () => {
  expect(rates(renderToStaticMarkup(<OverridePeople figures={figures} span={span} />))).toEqual([
    'false 10 of 100; 95 % interval 5.5 % to 17.4 %.',
    'true 1 of 10; 95 % interval 1.8 % to 40.4 %. Fewer than 30: this may be luck.',
  ]);
  expect(rates(renderToStaticMarkup(<OverrideReasons figures={figures} />))).toEqual(['false 11 of 110; 95 % interval 5.7 % to 17.0 %.']);
});
