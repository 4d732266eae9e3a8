// `npm run invite -- --email NAME@FIRM.COM`: prints the link with which the first admin of a firm joins, once.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { STAFF_ROLES } from '@/lib/staff/roles';
import { inviteByHand, type Invitee } from './owner-invite';
import { findTarget } from './simulate/target';
import { runCommand, Trouble } from './trouble';

const USAGE = `Usage: npm run invite -- --email NAME@FIRM.COM [--role admin]
  --email        whom the link is for: they choose a password with it
  --role         ${STAFF_ROLES.join(', ')}; admin when nothing is said
Only while no admin is active: from then on the office invites, under Staff.`;

const asked = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  role: z.enum(STAFF_ROLES).default('admin'),
});

function wanted(args: string[]): Invitee | null {
  let values: { email?: string; role?: string; help?: boolean };
  try {
    values = parseArgs({
      args,
      options: { email: { type: 'string' }, role: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n${USAGE}`);
  }
  if (values.help) return null;
  const read = asked.safeParse(values);
  if (read.success) return read.data;
  throw new Trouble(`${read.error.issues[0]?.path[0] === 'role' ? '--role is none of ours' : 'Name an e-mail address'}.\n${USAGE}`);
}

async function main(): Promise<number> {
  const invitee = wanted(process.argv.slice(2));
  if (invitee === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { app_url, db_url } = findTarget();
  const path = await inviteByHand(db_url, invitee);
  process.stdout.write(`${app_url}${path}\n`);
  process.stderr.write(
    `For ${invitee.email}, as ${invitee.role}: it works once, for seven days, and is kept nowhere. Running this again ends it and prints another.\n`,
  );
  return 0;
}

await runCommand(main);
