// Two runs side by side: the same figures of both, what differs, and nothing claimed of a run that has not ended.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TwoRuns } from '@/components/batches/two-runs';
import { batchRun, comparedRuns } from '@/lib/batches/run';

const run = (id: string, more: object = {}) =>
  batchRun.parse({
    ...{
      id,
      kind: 'rejudge',
      state: 'done',
      total: 100,
      ok: 98,
      failed: 2,
      skipped: 0,
      metrics: { p95LatencyMs: 40, accountsPerSecond: 50 },
    },
    ...{ started_at: '2026-02-01T10:00:00Z', heartbeat_at: null, ended_at: '2026-02-01T10:00:02Z', started_by: null },
    ...{ stop_requested_at: null, stopped_by: null },
    ...more,
  });

test('each figure stands beside the other run’s, with what differs', () => {
  const other = run('b', { ok: 100, failed: 0, metrics: { p95LatencyMs: 31.5, accountsPerSecond: 50 }, ended_at: '2026-02-01T10:00:05Z' });
  const of = (name: string) => comparedRuns(run('a'), other).find((one) => one.name === name);
  expect(of('Failed')).toMatchObject({ own: 2, other: 0 });
  expect(of('Took')).toMatchObject({ own: 2, other: 5 });
  expect(of('p95 latency')).toMatchObject({ own: 40, other: 31.5 });
  const page = renderToStaticMarkup(<TwoRuns run={run('a')} against={other} choices={[other]} />);
  expect(page).toContain('href="/batches/a?against=b"');
  expect(page).toMatch(/p95 latency<\/td><td[^>]*>31.5 ms<\/td><td[^>]*>40 ms<\/td><td[^>]*>\+8.5 ms/);
  expect(page).toMatch(/Took<\/td><td[^>]*>5 s<\/td><td[^>]*>2 s<\/td><td[^>]*>\u22123 s/);
  expect(page).toMatch(/Accounts a second<\/td><td[^>]*>50<\/td><td[^>]*>50<\/td><td[^>]*>same/);
});

test('a run that is still under way has measured nothing yet', () => {
  const under = run('b', { state: 'running', ended_at: null });
  const measured = comparedRuns(run('a'), under).filter(({ other }) => other === null);
  expect(measured.map(({ name }) => name)).toContain('Took');
  expect(measured.map(({ name }) => name)).toContain('Peak memory');
  expect(renderToStaticMarkup(<TwoRuns run={run('a')} against={under} choices={[]} />)).toContain('at the end');
});
