// The demo logins: one person per staff role, a second admin for what takes two, and one trader.
import type { Keys } from './keys';

export const STAFF_ROLES = ['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor'] as const;

export interface DemoLogin {
  email: string;
  password: string;
  /** A staff role, or `trader`. */
  role: string;
}

export function demoLogins(keys: Pick<Keys, 'login_password'>): DemoLogin[] {
  const person = (name: string, role: string) => ({ email: `${name}@tideline.test`, password: keys.login_password, role });
  return [...STAFF_ROLES.map((role) => person(role, role)), person('admin2', 'admin'), person('trader', 'trader')];
}
