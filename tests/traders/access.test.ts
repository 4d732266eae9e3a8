// What stopping a person says before it is done.
import { describe, expect, test } from 'vitest';
import { choicesFrom, consequences } from '@/lib/traders/access';

describe('what may be decided', () => {
  test('depends on where somebody stands, and a ban is never softened in passing', () => {
    expect(choicesFrom('active')).toEqual(['disabled', 'banned']);
    expect(choicesFrom('disabled')).toEqual(['active', 'banned']);
    expect(choicesFrom('banned')).toEqual(['active']);
  });
});

describe('what it does', () => {
  const said = (to: 'active' | 'disabled' | 'banned', trading: string[], hasSignIn = true) =>
    consequences(to, { trading, hasSignIn }).join('. ');

  test('a ban names the accounts it blocks, and how many more there are', () => {
    expect(said('banned', ['101'])).toContain('Account 101 is blocked and its trading stops');
    expect(said('banned', ['1', '2', '3', '4', '5', '6', '7'])).toContain(
      '7 accounts are blocked and their trading stops: 1, 2, 3, 4, 5 and 2 more',
    );
    expect(said('banned', [])).toContain('none is blocked');
  });

  test('disabling says that accounts go on', () => expect(said('disabled', ['101', '102'])).toContain('Accounts go on: 2 trading'));

  test('whoever never signed in loses the invitation instead of a session', () => {
    expect(said('disabled', [], false)).toContain('invitation opens nothing');
    expect(said('disabled', [], false)).not.toContain('session');
  });

  test('every decision tells the trader', () => {
    for (const to of ['active', 'disabled', 'banned'] as const) expect(said(to, [])).toContain('told by mail');
  });
});
