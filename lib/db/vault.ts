// Sealing of credentials at rest: AES-256-GCM, bound to the row and column they stand in, so a copied ciphertext opens nowhere else.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { credentialsKey } from '@/lib/env';

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

/** Throws when the key is another one, the place is another one, or a bit was changed. */
export function open(sealed: Sealed, aad: string): string {
  const { id, key } = credentialsKey();
  if (sealed.key_id !== id) throw new Error(`The credentials key ${sealed.key_id} is not the configured one.`);
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(aad, 'utf8'));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
