// Sealing of credentials at rest: AES-256-GCM, bound to the row and column they stand in, so a copied ciphertext opens nowhere else.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { credentialsKey, oldCredentialsKeys, type CredentialsKey } from '@/lib/env';

export interface Sealed {
  /** base64 of nonce (12 bytes), tag (16 bytes) and ciphertext. */
  ciphertext: string;
  key_id: string;
}

const NONCE = 12;
const TAG = 16;

/** `aad` names the place: `<table>:<id>:<column>`. */
export function seal(plain: string, aad: string): Sealed {
  const { id, key } = credentialsKey();
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(aad, 'utf8'));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return { ciphertext: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64'), key_id: id };
}

/**
 * Opens with the key the value names, be it the current one or an older one that is still kept. Throws when no such key is kept, the
 * place is another one, or a bit was changed.
 */
export function open(sealed: Sealed, aad: string): string {
  // Whoever changed the key and forgot its name has two keys of one name: each is tried, since a wrong one opens nothing.
  const keys = [credentialsKey(), ...oldCredentialsKeys()].filter(({ id }) => id === sealed.key_id);
  if (keys.length === 0)
    throw new Error(`The credentials key ${sealed.key_id} is not configured: see CREDENTIALS_KEYS_OLD in .env.example.`);
  let trouble: unknown;
  for (const { key } of keys) {
    try {
      return openWith(key, sealed, aad);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

/** Whether the value needs no older key any more. */
export function isCurrent(sealed: Sealed, aad: string): boolean {
  const { id, key } = credentialsKey();
  if (sealed.key_id !== id) return false;
  try {
    openWith(key, sealed, aad);
    return true;
  } catch {
    return false;
  }
}

function openWith(key: CredentialsKey['key'], sealed: Sealed, aad: string): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(aad, 'utf8'));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
