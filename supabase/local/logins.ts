// Makes the demo logins, through the same sign-up anybody would use.
import { queryRows } from './database';
import { demoLogins, type DemoLogin } from './demo-logins';
import type { Keys } from './keys';
import { Trouble } from './trouble';

export interface KnownLogin extends DemoLogin {
  /** Id of the person at the auth server. */
  id: string;
}

/** Signs one person up and answers their id; somebody who is there already keeps their password. */
export async function signUp(apiUrl: string, publishableKey: string, email: string, password: string): Promise<string | null> {
  const response = await fetch(`${apiUrl}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body = (await response.json()) as { user?: { id?: string }; error_code?: string; msg?: string };
  if (response.ok && body.user?.id) return body.user.id;
  if (body.error_code === 'user_already_exists') return null;
  throw new Trouble(`The login ${email} could not be made: ${body.msg ?? response.status}.`);
}

/** Every demo login with its id, making those that are missing. */
export async function ensureLogins(apiUrl: string, ownerUrl: string, keys: Keys): Promise<KnownLogin[]> {
  const wanted = demoLogins(keys);
  const emails = wanted.map((login) => login.email);
  const rows = await queryRows<{ id: string; email: string }>(ownerUrl, 'select id, email from auth.users where email = any ($1)', [
    emails,
  ]);
  const ids = new Map(rows.map((row) => [row.email, row.id]));
  const known: KnownLogin[] = [];
  for (const login of wanted) {
    const id = ids.get(login.email) ?? (await signUp(apiUrl, keys.publishable_key, login.email, login.password));
    if (id) known.push({ ...login, id });
  }
  return known;
}
