// Who opens the pages around payouts. Files and statements name where money went, so fewer people read them than the payouts themselves.
import type { StaffRole } from '@/lib/staff/roles';

export const FILE_READERS: readonly StaffRole[] = ['finance', 'admin', 'auditor'];

interface DeskPage {
  path: string;
  name: string;
  isForFiles: boolean;
}
const DESK_PAGES: readonly DeskPage[] = [
  { path: '/payouts', name: 'Payouts', isForFiles: false },
  { path: '/payouts/files', name: 'Files', isForFiles: true },
  { path: '/payouts/reconciliation', name: 'Reconciliation', isForFiles: true },
  { path: '/payouts/statistics', name: 'Statistics', isForFiles: false },
  { path: '/payouts/policy', name: 'Policy', isForFiles: false },
];

export const deskPages = (role: StaffRole): DeskPage[] => DESK_PAGES.filter(({ isForFiles }) => !isForFiles || FILE_READERS.includes(role));
