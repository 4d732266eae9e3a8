// The parts of Supabase Auth this office relies on, against the embedded auth API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, type TestStack } from '@/tests/support/stack';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

describe('the embedded auth API', () => {
  it('signs up, signs in, tells who it is, refreshes and signs out', async () => {
    const { id } = await stack.signUp('person@tideline.test', 'first-password');
    const client = stack.anonymous();
    expect((await client.auth.signInWithPassword({ email: 'person@tideline.test', password: 'first-password' })).error).toBeNull();
    expect((await client.auth.getUser()).data.user?.id).toBe(id);
    expect((await client.auth.getClaims()).data?.claims.sub).toBe(id);
    expect((await client.auth.refreshSession()).error).toBeNull();
    expect((await client.auth.signOut()).error).toBeNull();
    expect((await client.auth.getUser()).data.user).toBeNull();
  });

  it('says the same for a wrong password and an unknown address', async () => {
    await stack.signUp('known@tideline.test', 'right-password');
    const answers = await Promise.all(
      ['known@tideline.test', 'unknown@tideline.test'].map((email) =>
        stack.anonymous().auth.signInWithPassword({ email, password: 'wrong-one' }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.error?.code))).toEqual(new Set(['invalid_credentials']));
  });

  it('recovers a password by a link to our own page that works once', async () => {
    await stack.signUp('forgetful@tideline.test', 'forgotten-password');
    await stack.anonymous().auth.resetPasswordForEmail('forgetful@tideline.test');
    const letter = stack.letters.at(-1);
    const link = /href="([^"]+)"/.exec(letter?.html ?? '')?.[1] ?? '';
    expect(letter?.text).toContain(link);
    const url = new URL(link);
    expect(url.pathname).toBe('/reset-password');
    expect(url.origin).toBe(stack.environment.APP_URL);
    const token = { token_hash: url.searchParams.get('token_hash') ?? '', type: 'recovery' as const };
    const client = stack.anonymous();
    expect((await client.auth.verifyOtp(token)).error).toBeNull();
    expect((await client.auth.updateUser({ password: 'remembered-password' })).error).toBeNull();
    expect((await stack.anonymous().auth.verifyOtp(token)).error).not.toBeNull();
    const again = await stack.anonymous().auth.signInWithPassword({ email: 'forgetful@tideline.test', password: 'remembered-password' });
    expect(again.error).toBeNull();
  });

  it('serves nobody without a key, and nothing but the two APIs', async () => {
    expect((await fetch(`${stack.apiUrl}/rest/v1/accounts`)).status).toBe(401);
    expect((await fetch(`${stack.apiUrl}/_system/config`)).status).toBe(404);
  });
});
