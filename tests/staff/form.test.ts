// What a form sends, what it gets back, and what never travels back.
import { expect, test } from 'vitest';
import { registerForm, resetForm, signInForm } from '@/lib/staff/credentials';
import { formFields, keptValues, readForm } from '@/lib/staff/form';

function form(entries: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.append(name, value);
  return data;
}

test('fields that React adds are left out', () => {
  expect(formFields(form({ $ACTION_ID_1: 'x', email: 'a@b.test' }))).toEqual({ email: 'a@b.test' });
});

test('a typed reason is kept, secrets are not', () => {
  expect(keptValues({ reason: 'late feed', password: 'p', token_hash: 't', code: 'c' })).toEqual({ reason: 'late feed' });
});

test('a field the form does not have is refused', () => {
  expect(readForm(signInForm, { email: 'a@b.test', password: 'x', role: 'admin' })).toMatchObject({
    ok: false,
    refusal: { code: 'invalid-input' },
  });
});

test('an address is read the same however it is typed', () => {
  expect(readForm(signInForm, { email: '  Ana@Firm.Test ', password: 'x' })).toMatchObject({ ok: true, value: { email: 'ana@firm.test' } });
});

test('the refusal names the field and what to do', () => {
  expect(readForm(resetForm, { password: 'short' })).toMatchObject({
    ok: false,
    refusal: { path: 'password', message: 'A password has at least 10 characters.' },
  });
});

test('a password longer than the hash reads is refused rather than cut', () => {
  const long = { full_name: 'Ana', email: 'a@b.test', password: 'ä'.repeat(40) };
  expect(readForm(registerForm, long)).toMatchObject({ ok: false, refusal: { path: 'password' } });
});
