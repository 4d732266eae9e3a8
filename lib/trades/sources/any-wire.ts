// Which wire a body speaks: our own, which every source may, or its platform's own where we read it. Once a message is stored as readable
// its form alone says which, since nobody's body could be both.
import { isObject } from '@/lib/trades/strict-json';
import { parseWith, readEnvelope, type ParsedMessage } from './neutral';
import { isTradovateMessage, readTradovate } from './tradovate-relay';

/** `platform` of the source that posts; null for a message that was accepted before. */
export function parseMessage(body: Uint8Array, platform: string | null): ParsedMessage {
  const mayBeTradovate = platform === null || platform === 'tradovate';
  return parseWith(body, (value) =>
    mayBeTradovate && isObject(value) && isTradovateMessage(value) ? readTradovate(value) : readEnvelope(value),
  );
}
