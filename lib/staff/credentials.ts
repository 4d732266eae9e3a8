// What people type about themselves: the shapes of the sign-in forms, with the words a person reads when a field is wrong.
import { z } from 'zod';

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'This e-mail address is too long.')
  .pipe(z.email('Write an e-mail address, such as name@firm.com.'));

/** Long enough to resist guessing; 72 bytes is where the auth server's hash stops reading. */
const newPassword = z
  .string()
  .min(10, 'A password has at least 10 characters.')
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'A password has at most 72 bytes.');

const link = z.string().max(512).optional();

export const signInForm = z.strictObject({
  email,
  password: z.string().min(1, 'Write your password.').max(256),
  next: z.string().optional(),
});
export const forgotForm = z.strictObject({ email });
export const resetForm = z.strictObject({ password: newPassword, token_hash: link, code: link });
export const registerForm = z.strictObject({
  full_name: z.string().trim().min(1, 'Write your name.').max(120),
  email,
  password: newPassword,
});
export const inviteForm = z.strictObject({
  token: z.string().min(1).max(512),
  full_name: z.string().trim().min(1, 'Write your name.').max(120),
  password: newPassword,
});
export const signOutForm = z.strictObject({});

export type SignIn = z.output<typeof signInForm>;
export type Reset = z.output<typeof resetForm>;
export type Registration = z.output<typeof registerForm>;
export type Invitation = z.output<typeof inviteForm>;
