// Who may open which page of the office. The database's own policies stand behind every line of this table; it decides what the
// navigation offers and what a link answers.

export const STAFF_ROLES = ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What a role is for, in the words of the staff page. */
export const ROLE_DUTIES: Record<StaffRole, string> = {
  viewer: 'reads',
  support: 'helps traders',
  risk: 'judges accounts',
  finance: 'moves money',
  config: 'sells and sets rules',
  admin: 'manages staff',
  auditor: 'reads everything and writes nothing',
};

export type OfficePage = { path: string; name: string; question: string; mayRead: readonly StaffRole[] };

const ALL: readonly StaffRole[] = STAFF_ROLES;
const allBut = (...left: StaffRole[]): StaffRole[] => STAFF_ROLES.filter((role) => !left.includes(role));

/** The office in the order of its navigation: only pages that exist. */
export const OFFICE_PAGES = [
  { path: '/', name: 'Dashboard', question: 'Is the firm safe right now, and what needs me?', mayRead: ALL },
  { path: '/accounts', name: 'Accounts', question: 'Which live accounts are closest to a floor?', mayRead: ALL },
  { path: '/trades', name: 'Trades', question: 'What exactly was traded?', mayRead: allBut('config') },
  { path: '/violations', name: 'Violations', question: 'What was broken, and does it still stand?', mayRead: ALL },
  {
    path: '/risk',
    name: 'Risk analysis',
    question: 'Are the challenges too hard, too easy, or gamed?',
    mayRead: ['risk', 'config', 'finance', 'admin', 'auditor'],
  },
  {
    path: '/copy-trading',
    name: 'Copy trading',
    question: 'Which accounts trade as one?',
    mayRead: ['risk', 'admin', 'auditor'],
  },
  {
    path: '/ip-analysis',
    name: 'IP analysis',
    question: 'Which people share access, and is it innocent?',
    mayRead: ['risk', 'support', 'admin', 'auditor'],
  },
  {
    path: '/reviews',
    name: 'Reviews',
    question: 'What do I decide next?',
    mayRead: ['support', 'risk', 'finance', 'config', 'admin', 'auditor'],
  },
  {
    path: '/payouts',
    name: 'Payouts',
    question: 'Which may leave, and what blocks the rest?',
    mayRead: ['finance', 'risk', 'support', 'admin', 'auditor'],
  },
  { path: '/challenges', name: 'Challenges', question: 'What do we sell, and is it wired correctly?', mayRead: ALL },
  { path: '/rules', name: 'Rules', question: 'Which rules apply to whom, and what would change?', mayRead: ALL },
  {
    path: '/mail',
    name: 'Mail',
    question: 'What will the trader read, and did it arrive?',
    mayRead: ['support', 'config', 'admin', 'auditor'],
  },
  { path: '/staff', name: 'Staff', question: 'Who works here, and what may they do?', mayRead: ['admin', 'auditor'] },
  { path: '/audit', name: 'Audit', question: 'Who did what, when, and why?', mayRead: ['admin', 'auditor'] },
  { path: '/integrations', name: 'Integrations', question: 'Is the data I judge on true and fresh?', mayRead: ALL },
  {
    path: '/batches',
    name: 'Batches',
    question: 'Did the last run cover everyone correctly?',
    mayRead: ['risk', 'config', 'admin', 'auditor'],
  },
  { path: '/traders', name: 'Traders', question: 'Who is this person to us, and may they be paid?', mayRead: ALL },
  {
    path: '/orders',
    name: 'Orders',
    question: 'Was everything sold delivered, and what came back?',
    mayRead: ['support', 'finance', 'config', 'admin', 'auditor'],
  },
  {
    path: '/settings',
    name: 'Settings',
    question: 'What holds for the whole firm, and who signed it?',
    mayRead: ['config', 'finance', 'admin', 'auditor'],
  },
] as const satisfies readonly OfficePage[];

export type OfficePath = (typeof OFFICE_PAGES)[number]['path'];

/** The pages a role finds in its navigation. */
export function pagesFor(role: StaffRole): OfficePage[] {
  return OFFICE_PAGES.filter((page: OfficePage) => page.mayRead.includes(role));
}

/** The roles that may read a page: what its data read hands to the gate. */
export function readersOf(path: OfficePath): readonly StaffRole[] {
  return OFFICE_PAGES.find((page) => page.path === path)?.mayRead ?? [];
}
