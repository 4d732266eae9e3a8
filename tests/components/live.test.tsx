// @vitest-environment jsdom
// News on the stream and the page that shows them: soon, and not for every one of a storm.
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Live } from '@/components/live/live';

const refresh = vi.fn<() => Promise<void> | void>();
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
const breach = () => tell('violation', 'rule.violation-detected');
const STEP_MS = 50;
/** In small steps, since what is drawn between two of them may set the next timer. */
async function after(milliseconds: number) {
  for (let gone = 0; gone < milliseconds; gone += STEP_MS) await act(() => vi.advanceTimersByTimeAsync(STEP_MS));
}
/** When each reading was asked for, counted from the first line of the test. */
function readings(takes = 0): number[] {
  const from = performance.now();
  const at: number[] = [];
  refresh.mockImplementation(async () => {
    at.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, takes));
  });
  return at;
}
const show = (state: 'hidden' | 'visible') =>
  act(() => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
    document.dispatchEvent(new Event('visibilitychange'));
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  refresh.mockReset();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('a breach is read at once, and a storm of them once a second to its last', async () => {
  const at = readings();
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  for (let news = 0; news < 21; news += 1) {
    await breach();
    await after(100);
  }
  await after(5000);
  expect(at).toEqual([50, 1050, 2050]);
});

it('a breach that comes while the page is being read is read right after, within a second of coming', async () => {
  const at = readings(400);
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  await breach();
  await after(100);
  await breach();
  await after(2000);
  expect(at).toEqual([50, 1050]);
});

it('a database that takes long is asked again only after as long a rest, and one that never answers after ten seconds', async () => {
  const slow = readings(1500);
  const { unmount } = render(<Live after="1" topics={['violation']} mode="refresh" />);
  for (let news = 0; news < 60; news += 1) {
    await breach();
    await after(100);
  }
  expect(slow).toEqual([50, 3050]);
  unmount();
  const never = readings(60_000);
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  await breach();
  await after(100);
  await breach();
  await after(11_000);
  expect(never).toEqual([50, 10_050]);
  // What is still under way would keep later readings waiting.
  cleanup();
  await act(() => vi.advanceTimersByTimeAsync(60_000));
});

it('what brokers report all the time is read every three seconds by a calm page, a breach in the midst of it at once', async () => {
  const firm = readings();
  const { unmount } = render(<Live after="1" topics={['account', 'violation']} mode="refresh" isCalm />);
  for (let news = 0; news < 70; news += 1) {
    if (news === 45) await breach();
    await tell('account', 'trade.recorded');
    await after(100);
  }
  expect(firm).toEqual([50, 3050, 4550]);
  unmount();
  const account = readings();
  render(<Live after="1" account="a" topics={['account', 'violation']} mode="refresh" />);
  for (let news = 0; news < 20; news += 1) {
    await tell('account', 'trade.recorded');
    await after(100);
  }
  expect(account).toEqual([50, 1050]);
});

it('a page nobody looks at asks nothing until somebody does', async () => {
  const at = readings();
  render(<Live after="1" topics={['violation']} mode="refresh" />);
  await show('hidden');
  await breach();
  await after(30_000);
  expect(at).toEqual([]);
  await show('visible');
  await after(100);
  expect(at).toEqual([30_050]);
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
