// Signing up and in for clients that keep tokens.
import { MONEY_ANSWERS } from '@/lib/api/answers-money';
import { contract } from '@/lib/api/contract';
import { login, registration } from '@/lib/api/requests';
import { STAFF_ROLES } from '@/lib/staff/roles';

export const REGISTER = contract({
  method: 'POST',
  path: '/auth/register',
  group: 'Signing in',
  summary: 'Signs a trader up.',
  more: 'Always a trader, never staff. Where the address must first be confirmed by mail, the tokens are null.',
  who: 'anyone',
  body: registration,
  status: 201,
  answer: MONEY_ANSWERS.tokens,
  refusals: ['registration-closed', 'too-many-tries', 'sign-in-unavailable'],
});

export const LOGIN = contract({
  method: 'POST',
  path: '/auth/login',
  group: 'Signing in',
  summary: 'Signs in and answers tokens.',
  more: 'Ten tries in 15 minutes per account and per address.',
  who: 'anyone',
  body: login,
  answer: MONEY_ANSWERS.tokens,
  refusals: ['sign-in-refused', 'too-many-tries', 'sign-in-unavailable'],
});

export const ME = contract({
  method: 'GET',
  path: '/auth/me',
  group: 'Signing in',
  summary: 'Who the caller is.',
  who: { staff: STAFF_ROLES, trader: true },
  answer: MONEY_ANSWERS.me,
  refusals: [],
});
