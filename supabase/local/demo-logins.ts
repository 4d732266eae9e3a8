// The demo logins: one person per staff role and one trader.
import type { Keys } from './keys';

export const STAFF_ROLES = ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor'] as const;

export interface DemoLogin {
  email: string;
  password: string;
  /** A staff role, or `trader`. */
  role: string;
}

export function demoLogins(keys: Pick<Keys, 'login_password'>): DemoLogin[] {
  return [...STAFF_ROLES, 'trader'].map((role) => ({ email: `${role}@tideline.test`, password: keys.login_password, role }));
}
