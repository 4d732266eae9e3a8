// What each page of the office is called and asks: said here once, for its head, the tab of the browser and the palette.
import { OFFICE_PAGES, pagesFor, type OfficePath, type StaffRole } from './roles';

type InnerPage = { path: string; under: OfficePath; name: string; question: string };

/** Pages within pages: the navigation has no room for them, and who knows their name goes there at once. Their readers are those of the page above. */
export const INNER_PAGES = [
  {
    path: '/accounts/endings',
    under: '/accounts',
    name: 'Endings',
    question: 'Which accounts were passed, failed or closed, when and why?',
  },
  { path: '/accounts/groups', under: '/accounts', name: 'Groups of accounts', question: 'Which accounts are looked at together?' },
  { path: '/trades/open', under: '/trades', name: 'Open trades', question: 'What is at stake right now?' },
  { path: '/copy-trading/pairs', under: '/copy-trading', name: 'Pairs that trade alike', question: 'Which accounts trade as one?' },
  {
    path: '/copy-trading/compare',
    under: '/copy-trading',
    name: 'Compare two accounts',
    question: 'How much of what these two opened goes together?',
  },
  {
    path: '/payouts/policy',
    under: '/payouts',
    name: 'Payout policy',
    question: 'What may leave without a person, and who signs the rest?',
  },
  {
    path: '/payouts/statistics',
    under: '/payouts',
    name: 'Payout statistics',
    question: 'What did we pay, how fast, and does the ledger say the same?',
  },
  { path: '/mail/deliveries', under: '/mail', name: 'Letters', question: 'Did it arrive?' },
  { path: '/rules/market', under: '/rules', name: 'Market', question: 'What does the judge know of the market, and until when?' },
  {
    path: '/staff/overrides',
    under: '/staff',
    name: 'Overrides',
    question: 'Who decides against what the system found, how often and why?',
  },
  { path: '/staff/logins', under: '/staff', name: 'Logins', question: 'Who came in, who tried to, and from where?' },
] as const satisfies readonly InnerPage[];

type PagePath = OfficePath | (typeof INNER_PAGES)[number]['path'];

/** The head of a page, as `PageHeader` takes it. */
export function pageHead(path: PagePath): { title: string; question: string } {
  const known = [...OFFICE_PAGES, ...INNER_PAGES].find((page) => page.path === path);
  return { title: known?.name ?? '', question: known?.question ?? '' };
}

export function innerPagesFor(role: StaffRole): { path: string; name: string; question: string }[] {
  const mayRead = new Set<string>(pagesFor(role).map(({ path }) => path));
  return INNER_PAGES.filter(({ under }) => mayRead.has(under)).map(({ path, name, question }) => ({ path, name, question }));
}
