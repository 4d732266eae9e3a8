// What a page says of where its figures come from: presets with host and day, sources of logins with their silence, gaps of a feed.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { gapText } from '@/components/integrations/source-words';
import { HeardPanel, SilentSources } from '@/components/ip/places-panel';
import { PresetsPanel } from '@/components/rules/presets-panel';
import { presetFacts } from '@/lib/challenges/presets-told';
import { PRESETS } from '@/lib/rules/presets/register';

test('every preset says whose pages were read and on which day, and turns stale', () => {
  const told = presetFacts('2026-11-21');
  expect(told.map(({ code }) => code)).toEqual(PRESETS.map(({ code }) => code));
  const ftmo = told.find(({ code }) => code === 'ftmo-style-2-step');
  expect(ftmo).toMatchObject({ readOn: '2026-11-20', isStale: false });
  expect(ftmo?.hosts.join()).toMatch(/ftmo\.com/);
  expect(told.filter(({ code, hosts }) => hosts.length === 0 && !code.startsWith('house-'))).toEqual([]);
  expect(presetFacts('2027-06-01').every((one) => one.isStale)).toBe(true);
  expect(renderToStaticMarkup(<PresetsPanel presets={told} />)).toContain(ftmo?.title);
});

test('a source of logins that fell silent is named with the instant', () => {
  const until = '2026-11-21T12:00:00Z';
  const heard = [
    { source: 'mt5-main', events: 40, last_at: '2026-11-21T11:00:00Z' },
    { source: 'MatchTrader', events: 7, last_at: '2026-11-19T09:12:00Z' },
  ];
  const page = renderToStaticMarkup(<SilentSources heard={heard} until={until} />);
  expect(page).toMatch(/No login events from MatchTrader since .*2026-11-19T09:12/);
  expect(page).not.toContain('mt5-main');
  expect(renderToStaticMarkup(<HeardPanel heard={heard} until={until} />)).toContain('mt5-main');
  expect(renderToStaticMarkup(<SilentSources heard={heard.slice(0, 1)} until={until} />)).toBe('');
});

test('gaps are counted and measured', () => {
  expect(gapText({ gaps: 0, gap_seconds: 0 })).toBe('none');
  expect(gapText({ gaps: 1, gap_seconds: 90 })).toBe('silent once, 90 s in all');
  expect(gapText({ gaps: 3, gap_seconds: 1800 })).toBe('silent 3 times, 30 min in all');
});
