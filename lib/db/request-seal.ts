// Where a request came from, told to the database under a seal: tokens and the API are in everybody's hands, so without the seal a person
// could write any address beside their own deeds. The key is the database's; each process asks for it once.
import { createHash, randomUUID } from 'node:crypto';
import { serviceClient } from '@/lib/db/clients';
import { isEmbedded } from '@/lib/env';
import { recordedAddress } from '@/lib/staff/visitor';

let key: Promise<Buffer | null> | undefined;

async function readKey(): Promise<Buffer | null> {
  const { data, error } = await serviceClient().rpc('request_seal');
  if (error || typeof data !== 'string') {
    // A deed is worth more than the note where it came from; the next request asks again.
    key = undefined;
    return null;
  }
  return Buffer.from(data, 'hex');
}

const originText = (requestId: string, address: string | null): string => `${requestId} ${address ?? ''}`;

export function sealOf(secret: Buffer, said: string): string {
  return createHash('sha256').update(secret).update(said, 'utf8').update(secret).digest('hex');
}

/** Headers for the database's API; none where the key cannot be had. */
export async function sealedOrigin(requestId: string, address: string | null): Promise<Record<string, string>> {
  key ??= readKey();
  const secret = await key;
  const said = originText(requestId, address);
  return secret ? { 'x-office-request': said, 'x-office-seal': sealOf(secret, said) } : {};
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the audit keeps of a request: the id it was given on its way in, else a fresh one, and where it came from. */
export function requestOrigin(asked: Pick<Headers, 'get'>): Promise<Record<string, string>> {
  const named = asked.get('x-request-id') ?? '';
  return sealedOrigin(UUID.test(named) ? named : randomUUID(), recordedAddress(asked.get('x-forwarded-for'), isEmbedded()));
}
