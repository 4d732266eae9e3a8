// @vitest-environment jsdom
// Words that name instants show each by the reader's clock, with the instant itself kept for machines; other words stay as they are.
import { cleanup, render } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test } from 'vitest';
import { PreviewPanel } from '@/components/rules/preview-panel';
import type { PreviewState } from '@/components/rules/preview-stream';
import { When } from '@/components/ui/when';
import { WithInstants } from '@/components/ui/with-instants';
import { ZoneProvider } from '@/components/ui/zone';

afterEach(cleanup);

test('an instant in a sentence is shown as one, twice as well as once, and a date that is none stays', () => {
  const { container } = render(<WithInstants text="Open from 2026-11-18T14:40:00.000Z to 2026-11-19T09:00:00Z, day 2026-11-18." />);
  const times = [...container.querySelectorAll('time')].map((one) => [one.dateTime, one.textContent]);
  expect(times).toEqual([
    ['2026-11-18T14:40:00.000Z', expect.stringContaining('18 Nov 2026') as string],
    ['2026-11-19T09:00:00Z', expect.stringContaining('19 Nov 2026') as string],
  ]);
  expect(container.textContent).toMatch(/^Open from .+ to .+, day 2026-11-18\.$/);
});

test('the preview of a draft prints no raw instant', () => {
  const difference = {
    ...{ rule: 'max-period', instance: 0, subject: '', kind: 'new', at: Date.parse('2026-11-18T00:00:00Z'), before: null },
    ...{ after: 'breach, fail', message: 'The 30 trading days since 2026-10-18T00:00:00.000Z ended at 2026-11-18T00:00:00.000Z.' },
  };
  const state = {
    phase: 'finished',
    count: { done: 1, total: 1, differing: 1, verdicts: 1, events: 3 },
    accounts: [{ account_id: 'a', login: '1001', status: 'active', differences: [difference] }],
    seconds: 1,
  } as unknown as PreviewState;
  const nothing = () => undefined;
  const { container } = render(
    <PreviewPanel state={state} product="Classic" exportHref="/all" onStart={nothing} onCancel={nothing} onMore={nothing} />,
  );
  expect(container.querySelectorAll('time')).toHaveLength(3);
  expect(container.textContent).not.toMatch(/\d{4}-\d\d-\d\dT/);
});

test('a row’s time leaves out the year only in the year it is read, by the clock it is shown by, on the server as in the browser', () => {
  const rows = ['2026-01-01T00:30:00Z', '2025-12-31T23:30:00Z'].map((at) => <When key={at} at={at} mode="minute" />);
  const shown = (year: number) => (
    <ZoneProvider initial="utc" year={year}>
      {rows}
    </ZoneProvider>
  );
  const { container } = render(shown(2026));
  expect([...container.querySelectorAll('time')].map((one) => one.textContent)).toEqual(['1 Jan, 00:30', '31 Dec 2025, 23:30']);
  const fromServer = document.createElement('div');
  fromServer.innerHTML = renderToString(shown(2026));
  expect(fromServer.textContent).toBe(container.textContent);
  expect(render(rows).container.textContent).toContain('1 Jan 2026, 00:30');
});
