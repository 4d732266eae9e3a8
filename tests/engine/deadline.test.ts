// An attempt ends at its time or with its run, and leaves nothing behind that would keep what was sent under it in memory.
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline } from '@/lib/engine/deadline';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is done in time takes its timer and its ear away', () => {
  const run = new AbortController();
  const deadline = new Deadline(30_000, run.signal);
  expect([vi.getTimerCount(), getEventListeners(run.signal, 'abort').length]).toEqual([1, 1]);
  deadline.done();
  expect([vi.getTimerCount(), getEventListeners(run.signal, 'abort').length]).toEqual([0, 0]);
  expect([deadline.signal.aborted, deadline.isOver]).toEqual([false, false]);
});

test('the time being up is told apart from the run being stopped', () => {
  const late = new Deadline(30_000);
  vi.advanceTimersByTime(30_000);
  expect([late.signal.aborted, late.isOver, (late.signal.reason as Error).name]).toEqual([true, true, 'TimeoutError']);
  const run = new AbortController();
  const stopped = new Deadline(30_000, run.signal);
  run.abort('enough');
  expect([stopped.signal.aborted, stopped.isOver, stopped.signal.reason]).toEqual([true, false, 'enough']);
  expect(new Deadline(30_000, run.signal).signal.aborted).toBe(true);
  stopped.done();
});
