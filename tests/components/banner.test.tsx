// @vitest-environment jsdom
// What every page says of the funds: "no money moves" while no live provider is connected, and nothing once one is.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import EntryLayout from '@/app/(auth)/layout';
import RootError from '@/app/error';
import Forbidden from '@/app/forbidden';
import NotFound from '@/app/not-found';
import { FundsProvider } from '@/components/shell/banner';
import { Disclaimer } from '@/components/shell/disclaimer';
import { Frame } from '@/components/shell/frame';
import { StaleAccount, StaleFeeds } from '@/components/shell/stale-feeds';

vi.mock('next/navigation', () => ({ usePathname: () => '/' }));
afterEach(cleanup);

const WORDS = 'Simulated funds: no money moves';
const pages = {
  'the office and the portal': (
    <Frame items={[]} home="/" label="Office" person={null}>
      page
    </Frame>
  ),
  'a page for strangers': <EntryLayout>form</EntryLayout>,
  'a page that is not there': <NotFound />,
  'a page that is not theirs': <Forbidden />,
  'a page that failed': <RootError error={new Error('down')} retry={() => undefined} />,
};

describe.each(Object.entries(pages))('%s', (_, page) => {
  test('says it while funds are simulated, inside a landmark', () => {
    render(<FundsProvider isSimulated>{page}</FundsProvider>);
    expect(screen.getByText(WORDS).closest('header')).not.toBeNull();
  });
  test('does not say it once money moves', () => {
    render(<FundsProvider isSimulated={false}>{page}</FundsProvider>);
    expect(screen.queryByText(WORDS)).toBeNull();
  });
});

test('nothing is promised where nobody has said which it is', () => {
  render(pages['a page for strangers']);
  expect(screen.queryByText(WORDS)).toBeNull();
});

test('the disclaimer says that accounts are simulated and to take legal counsel before real funds', () => {
  const { container } = render(<Disclaimer />);
  expect(container.textContent).toMatch(/accounts are simulated.*no.*legal counsel before real funds/is);
});

test('a feed nothing is known of is named with its age, and what that does to its accounts', () => {
  const feed = { id: 'f', slug: 'relay', cause: 'silent' as const, since: new Date(Date.now() - 41.5 * 60_000).toISOString() };
  expect(render(<StaleFeeds feeds={[feed]} />).container.textContent).toMatch(
    /relay is silent since .*, 41 min ago: its accounts count as unknown, and breaches on them stay provisional/,
  );
  expect(render(<StaleAccount feed={feed} />).container.textContent).toMatch(/41 min ago\. Floors and room are as of then/);
});
