// Who somebody is, and where they may be sent after signing in.
import { describe, expect, test } from 'vitest';
import { actorOf, landingOf, safePath } from '@/lib/staff/actor';

const user = { id: 'u1', email: 'ana@firm.test' };
const staff = { role: 'risk', is_active: true, full_name: 'Ana' };

describe('who is asking', () => {
  test('a row of the staff makes a member of staff', () => {
    expect(actorOf(user, staff, null)).toEqual({ kind: 'staff', id: 'u1', email: 'ana@firm.test', name: 'Ana', role: 'risk' });
  });
  test('a disabled member of staff is nobody, even with a row among the traders', () => {
    expect(actorOf(user, { ...staff, is_active: false }, { id: 't1', full_name: 'Ana' }).kind).toBe('unknown');
  });
  test('a role the house does not know is nobody', () => {
    expect(actorOf(user, { ...staff, role: 'owner' }, null).kind).toBe('unknown');
  });
  test('a trader is known by their own row', () => {
    expect(actorOf(user, null, { id: 't1', full_name: '' })).toMatchObject({
      kind: 'trader',
      id: 't1',
      userId: 'u1',
      name: 'ana@firm.test',
    });
  });
});

describe('where to go', () => {
  test.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'accounts', '/a\nb', '', null, 5, `/${'a'.repeat(600)}`])(
    '%j is no path of this house',
    (next) => {
      expect(safePath(next)).toBeNull();
    },
  );
  test.each(['/', '/accounts?sort=left', '/portal/accounts/1'])('%s is', (next) => {
    expect(safePath(next)).toBe(next);
  });
  test('staff go where they wanted, traders stay in the portal', () => {
    expect(landingOf(actorOf(user, staff, null), '/trades')).toBe('/trades');
    expect(landingOf(actorOf(user, null, { id: 't1' }), '/trades')).toBe('/portal');
    expect(landingOf(actorOf(user, null, { id: 't1' }), '/portal/accounts/1')).toBe('/portal/accounts/1');
  });
});
