// Where a request came from, told to the database under a seal: tokens and the API are in everybody's hands, so without the seal a person
// could write any address beside their own deeds. The key is the database's; each process asks for it once.
import { createHash } from 'node:crypto';
import { serviceClient } from '@/lib/db/clients';

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

export const originText = (requestId: string, address: string | null): string => `${requestId} ${address ?? ''}`;

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
