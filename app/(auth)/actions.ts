'use server';
// The deeds of the sign-in pages. Each is made by the wrapper that cannot be skipped and calls one verb of lib/staff.
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { createClient } from '@/lib/db/server';
import { appUrl, isEmbedded } from '@/lib/env';
import { publicAction } from '@/lib/staff/action';
import { forgotForm, inviteForm, registerForm, resetForm, signInForm, signOutForm } from '@/lib/staff/credentials';
import { inviteKind } from '@/lib/staff/invitation';
import { deviceCookie, knownDevice, machineName } from '@/lib/staff/receive';
import { clientAddress, recordedAddress } from '@/lib/staff/visitor';
import { askForPassword, joinPortal, joinStaff, register, setPassword, signIn, signOut, type Door } from '@/lib/staff/write';

const DEVICE = 'device';

async function door(email = ''): Promise<Door> {
  const [asked, jar, client] = await Promise.all([headers(), cookies(), createClient()]);
  const visitor = {
    address: clientAddress(asked.get('x-forwarded-for'), isEmbedded()),
    seenFrom: recordedAddress(asked.get('x-forwarded-for'), isEmbedded()),
    userAgent: asked.get('user-agent'),
    device: knownDevice(jar.get(DEVICE)?.value, email),
    machine: machineName(jar.get(DEVICE)?.value),
  };
  return { client, visitor, now: new Date() };
}

export const signInAction = publicAction(signInForm, async (input) => {
  const here = await door(input.email);
  const entered = await signIn(here, input);
  if (!entered.ok) return entered;
  if (!here.visitor.device) {
    const jar = await cookies();
    const secure = appUrl().startsWith('https:');
    jar.set(DEVICE, deviceCookie(input.email, here.visitor.machine ?? machineName(undefined)), {
      httpOnly: true,
      secure,
      sameSite: 'lax',
      path: '/login',
      maxAge: 31_536_000,
    });
  }
  redirect(entered.value);
});

export const signOutAction = publicAction(signOutForm, async () => {
  await signOut(await createClient());
  redirect('/login');
});

export const forgotAction = publicAction(forgotForm, async (input) => askForPassword(await door(), input.email));

export const resetAction = publicAction(resetForm, async (input) => {
  const entered = await setPassword(await door(), input);
  if (!entered.ok) return entered;
  redirect(entered.value);
});

export const registerAction = publicAction(registerForm, async (input) => register(await door(), input));

export const acceptInviteAction = publicAction(inviteForm, async (input) => {
  const joined = inviteKind(input.token) === 'trader' ? await joinPortal(await door(), input) : await joinStaff(await door(), input);
  if (!joined.ok) return joined;
  redirect(joined.value);
});
