// Who does what on the pages of the IP analysis; the database asks the same again.
import type { StaffRole } from '@/lib/staff/roles';

export const IP_WRITERS = ['risk', 'admin'] as const satisfies readonly StaffRole[];

export const mayAct = (role: StaffRole): boolean => IP_WRITERS.some((one) => one === role);
/** Support helps without seeing where somebody lives. */
export const seesPlain = (role: StaffRole): boolean => role !== 'support';
export const REFUSED = 'Only risk and admin decide here.';
