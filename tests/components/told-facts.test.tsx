// What a page says of where its figures come from: presets with host and day, sources of logins with their silence, gaps of a feed.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { gapText } from '@/components/integrations/source-words';
import { HeardPanel, SilentSources } from '@/components/ip/places-panel';
import { DurationsPanel } from '@/components/risk/durations-panel';
import { TimesPanel } from '@/components/risk/times-panel';
import { PresetsPanel } from '@/components/rules/presets-panel';
import { Why } from '@/components/violations/why';
import type { ViolationDetail } from '@/lib/violations/read';
import { presetFacts } from '@/lib/challenges/presets-told';
import { PRESETS } from '@/lib/rules/presets/register';

test('every preset says whose pages were read and on which day, and turns stale', () => {
  const told = presetFacts('2026-11-21');
  expect(told.map(({ code }) => code)).toEqual(PRESETS.map(({ code }) => code));
  const ftmo = told.find(({ code }) => code === 'ftmo-style-2-step');
  expect(ftmo).toMatchObject({ readOn: '2026-11-20', isStale: false });
  expect(ftmo?.hosts.join()).toMatch(/ftmo\.com/);
  expect(told.find(({ code }) => code === 'house-default')?.hosts).toEqual(['our own']);
  // Whose pages could not be opened: said so, and not as if they were ours.
  expect(told.filter(({ hosts }) => hosts.length === 0).map(({ code }) => code)).toEqual(['apex-style-eod']);
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

test('a verdict leads to its trade by account and ticket, and where no single trade broke it to those before it', () => {
  const verdict = {
    ...{
      id: 'v',
      account_id: 'a',
      rule: 'max-daily-loss',
      instance: 0,
      subject: '',
      outcome: 'breach',
      consequence: 'fail',
      state: 'confirmed',
    },
    ...{
      unit: 'cents',
      currency: 'USD',
      measured_value: 1,
      threshold_value: 1,
      over_by: 0,
      message: null,
      evidence: [],
      trade_ticket: '4711',
    },
    ...{
      breached_at: '2026-02-01T10:00:00Z',
      detected_at: '2026-02-01T10:00:00Z',
      rule_set_code: 'x',
      rule_set_version: 1,
      resolution: null,
    },
  } as unknown as ViolationDetail;
  const drawn = (more: object, may = true) =>
    renderToStaticMarkup(<Why violation={{ ...verdict, ...more }} messages={{}} mayReadMessages={false} mayReadTrades={may} />);
  expect(drawn({})).toContain('href="/trades?account=a&amp;q=4711"');
  expect(drawn({ trade_ticket: null })).toContain('href="/trades?account=a&amp;to=2026-02-01"');
  expect(drawn({}, false)).not.toContain('/trades?');
});

const PHASE = { challenge: 'Classic', phase_id: 'p', phase: 'Phase 1', unfinished: 2, untimed: 0 };

test('a histogram says in a sentence what it shows, and its figures stand in a table', () => {
  const row = { ...PHASE, breach: [0, 4, 30, 6, 0, 0, 0, 0], pass: [0, 0, 0, 0, 0, 0, 0, 0], breach_median: 90_000, pass_median: null };
  const page = renderToStaticMarkup(<TimesPanel rows={[row as never]} />);
  expect(page).toContain('most (30 of 40) took 1 to 3 d');
  expect(page).toMatch(/Show as table.*1 to 3 d<\/td><td[^>]*>30</);
  expect(page.split('Show as table')).toHaveLength(2);
});

test('a mean time stands with the quartiles of the same accounts', () => {
  const row = {
    ...{ ...PHASE, rule_set_id: 'r', code: 'classic', version: 2, passed: 40, pass_mean: 172_800, pass_low: 86_400, pass_high: 259_200 },
    ...{ failed: 1, breach_mean: 3_600, breach_low: 3_600, breach_high: 3_600 },
  };
  const page = renderToStaticMarkup(<DurationsPanel rows={[row]} />);
  expect(page).toMatch(/half of them [^<]* to [^<]*, n 40/);
  expect(page.match(/half of them/g)).toHaveLength(1);
});
