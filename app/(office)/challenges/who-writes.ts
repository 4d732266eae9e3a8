// Who writes the catalogue; everybody else sees the forms with the reason they are off.
import type { StaffRole } from '@/lib/staff/roles';

export const whyNot = (role: StaffRole): string | null =>
  role === 'config' || role === 'admin' ? null : 'Only config and admin write products.';
