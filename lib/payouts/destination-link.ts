// The link that confirms a changed destination: the version it was written for under a signature, so that nothing kept anywhere opens one.
import { createHmac, timingSafeEqual } from 'node:crypto';

interface ConfirmedDestination {
  id: string;
  version: number;
}
const SHAPE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,9})\.([\w-]{43})$/;

const sign = (secret: string, { id, version }: ConfirmedDestination): string =>
  createHmac('sha256', secret).update(`destination:${id}:${version}`).digest('base64url');

export const destinationToken = (secret: string, one: ConfirmedDestination): string => `${one.id}.${one.version}.${sign(secret, one)}`;
export const destinationPath = (token: string): string => `/confirm-destination?token=${token}`;

/** What a link of ours confirms; null for anything else. */
export function readDestinationToken(secret: string, token: string): ConfirmedDestination | null {
  const [, id, version, signature] = SHAPE.exec(token) ?? [];
  if (!id || !version || !signature) return null;
  const named = { id, version: parseInt(version, 10) };
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, named))) ? named : null;
}
