// What the door needs to know before it believes a message: the connection behind a slug and the secrets that are valid now.
import { randomBytes } from 'node:crypto';
import { loadConnection, noteRefusal, type Connection } from '@/lib/db/ingest';
import { open } from '@/lib/db/vault';
import { NOT_STORED } from '@/lib/inbox/keep-receive';
import { errorAnswer, type Answer } from '@/lib/trades/answer';

export interface OpenedConnection {
  /** Null for a slug nobody has or a connection that is switched off; the door answers both alike. */
  connection: Connection | null;
  /** Somebody has this slug, also where it is switched off: what is turned away there is counted. */
  isKnown: boolean;
  secrets: string[];
  /** A valid secret stands here that no key we have opens: whoever could not be proven may be honest all the same. */
  isSecretLost: boolean;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Stands in for the secrets of a connection that does not exist, so that refusing takes the same work. */
const NOBODYS_SECRET = randomBytes(24).toString('base64');

/** Null where the database cannot be asked: the sender may try again. */
export async function openConnection(slug: string, now: Date): Promise<OpenedConnection | null> {
  let connection: Connection | null;
  try {
    connection = SLUG.test(slug) ? await loadConnection(slug) : null;
  } catch (error) {
    console.error('A connection could not be read.', error);
    return null;
  }
  if (!connection || connection.status === 'disabled')
    return { connection: null, isKnown: connection !== null, secrets: [NOBODYS_SECRET], isSecretLost: false };
  return { connection, isKnown: true, ...validSecrets(connection, now) };
}

/** Two during a rotation: the old one is valid until its expiry. One that cannot be opened leaves the other its use. */
function validSecrets(connection: Connection, now: Date): { secrets: string[]; isSecretLost: boolean } {
  const place = `connections:${connection.id}:signing_secrets`;
  const valid = connection.signing_secrets.filter((one) => one.expires_at === null || Date.parse(one.expires_at) > now.getTime());
  const secrets = valid.flatMap((one) => {
    try {
      return [open(one, place)];
    } catch (error) {
      console.error(`A secret of the source ${connection.slug}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  return { secrets, isSecretLost: secrets.length < valid.length };
}

/**
 * What whoever could not be proven is told: to come again where the fault may be ours. Only a refusal is counted, and a counter that
 * fails must not turn it into anything else.
 */
export async function refuseUnproven(slug: string, { isKnown, isSecretLost }: OpenedConnection): Promise<Answer> {
  if (isSecretLost) return NOT_STORED;
  if (isKnown) await countRefusal(slug);
  return errorAnswer(
    401,
    'not-authentic',
    'The message could not be authenticated: its signature or clock is wrong, or this source is unknown or switched off.',
  );
}

async function countRefusal(slug: string): Promise<void> {
  await noteRefusal(slug, 'not-authentic').catch((error: unknown) => console.error('A refusal could not be counted.', error));
}
