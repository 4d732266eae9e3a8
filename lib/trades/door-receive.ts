// What the door needs to know before it believes a message: the connection behind a slug and the secrets that are valid now.
import { randomBytes } from 'node:crypto';
import { loadConnection, noteRefusal, type Connection } from '@/lib/db/ingest';
import { open } from '@/lib/db/vault';

export interface OpenedConnection {
  /** Null for a slug nobody has or a connection that is switched off; the door answers both alike. */
  connection: Connection | null;
  /** Somebody has this slug, also where it is switched off: what is turned away there is counted. */
  isKnown: boolean;
  secrets: string[];
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
  if (!connection || connection.status === 'disabled') return { connection: null, isKnown: connection !== null, secrets: [NOBODYS_SECRET] };
  return { connection, isKnown: true, secrets: validSecrets(connection, now) };
}

/** Two during a rotation: the old one is valid until its expiry. */
function validSecrets(connection: Connection, now: Date): string[] {
  const place = `connections:${connection.id}:signing_secrets`;
  return connection.signing_secrets
    .filter((one) => one.expires_at === null || Date.parse(one.expires_at) > now.getTime())
    .map((one) => open(one, place));
}

/** Counts a refusal; a counter that fails must not turn a refusal into anything else. */
export async function refuseUnproven(slug: string, isKnown: boolean): Promise<void> {
  if (!isKnown) return;
  await noteRefusal(slug, 'not-authentic').catch((error: unknown) => console.error('A refusal could not be counted.', error));
}
