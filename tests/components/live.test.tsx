// @vitest-environment jsdom
// News on the stream and the page that shows them: soon, and not for every one of a storm.
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Live } from '@/components/live/live';

const refresh = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));

type Hear = (event: { data: string }) => void;
const heard = new Map<string, Hear>();
class Stream {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  addEventListener(topic: string, hear: Hear) {
    heard.set(topic, hear);
  }
  close() {}
}
const tell = (topic: string, kind: string) => act(() => heard.get(topic)?.({ data: JSON.stringify({ id: '7', kind, account_id: 'a' }) }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  refresh.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a breach refreshes the figures within a second, and a storm of them once in three', () => {
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  tell('violation', 'rule.violation-detected');
  act(() => void vi.advanceTimersByTime(1000));
  expect(refresh).toHaveBeenCalledTimes(1);
  for (let news = 0; news < 20; news += 1) {
    tell('violation', 'rule.violation-detected');
    act(() => void vi.advanceTimersByTime(100));
  }
  expect(refresh).toHaveBeenCalledTimes(1);
  act(() => void vi.advanceTimersByTime(1500));
  expect(refresh).toHaveBeenCalledTimes(2);
});

it('news of another topic leave the page alone', () => {
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  tell('payout', 'payout.requested');
  act(() => void vi.advanceTimersByTime(10_000));
  expect(refresh).not.toHaveBeenCalled();
});

it('without any news figures are looked at again once a minute, for silence sends none; a list is left alone', () => {
  const { unmount } = render(<Live after="1" topics={['account']} mode="refresh" />);
  act(() => void vi.advanceTimersByTime(59_000));
  expect(refresh).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(61_500));
  expect(refresh).toHaveBeenCalledTimes(2);
  unmount();
  refresh.mockClear();
  render(<Live after="1" topics={['account']} mode="pill" />);
  act(() => void vi.advanceTimersByTime(300_000));
  expect(refresh).not.toHaveBeenCalled();
});
