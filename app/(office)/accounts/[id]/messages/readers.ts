// Who opens a raw message. It may carry what a broker says of a person, so it is for those who judge, help and audit.
import type { StaffRole } from '@/lib/staff/roles';

export const MESSAGE_READERS: readonly StaffRole[] = ['risk', 'support', 'admin', 'auditor'];
