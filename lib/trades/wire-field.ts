// The fields of our own wire: each refuses with the code the sender is told, so a problem needs no second reading.
import { z } from 'zod';
import { instantText, microsOf } from '@/lib/trades/instant-text';
import { JsonNumber } from '@/lib/trades/strict-json';

const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
const SIGNIFICANT = 15;
const SAFE_ID = 2n ** 53n;
/** Nobody traded before, and nobody keeps books so far ahead: an instant outside is a fault of whoever wrote it. */
const EARLIEST = 0n;
const LATEST = BigInt(Date.UTC(2200, 0, 1)) * 1000n;
const LONGEST_DECIMAL = 64;

type Read<T> = { value: T } | { code: string };

/** The form of a field, in the words of JSON Schema: what the documentation tells senders. */
type Form = { type: string | string[]; format?: string; description?: string; enum?: string[]; maxLength?: number };

/** A field read from whatever the message holds there; a field that is absent says so, unless it is made optional. */
export function field<T>(form: Form, read: (value: unknown) => Read<T>) {
  return z
    .custom<unknown>(() => true)
    .transform((value, context): T => {
      const found = value === undefined ? { code: 'missing-field' } : read(value);
      if ('value' in found) return found.value;
      context.addIssue({ code: 'custom', message: found.code });
      return z.NEVER;
    })
    .meta(form);
}

/** Text of `min` to `max` characters. */
export function text(max: number, min = 1) {
  return field<string>({ type: 'string', maxLength: max }, (value) => {
    if (typeof value !== 'string' || value.length < min) return { code: 'missing-field' };
    return value.length > max ? { code: 'too-long' } : { value };
  });
}

/** An id: text, or a whole JSON number that no reader could have rounded. */
export const id = field<string>({ type: ['string', 'integer'], maxLength: 255 }, (value) => {
  if (typeof value === 'string') return value === '' ? { code: 'missing-field' } : value.length > 255 ? { code: 'too-long' } : { value };
  if (!(value instanceof JsonNumber)) return { code: 'missing-field' };
  if (!/^[0-9]+$/.test(value.text)) return { code: 'missing-field' };
  return BigInt(value.text) > SAFE_ID ? { code: 'id-too-large' } : { value: value.text };
});

function decimal(value: unknown): Read<string> {
  if (value instanceof JsonNumber) return { code: 'number-not-text' };
  if (value === null) return { code: 'missing-field' };
  if (typeof value !== 'string' || !DECIMAL.test(value)) return { code: 'bad-decimal' };
  const digits = value.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length > SIGNIFICANT || value.length > LONGEST_DECIMAL ? { code: 'too-many-digits' } : { value };
}

/** A price or a volume: never below zero. */
export const dec = field<string>({ type: 'string', description: 'Decimal text, never below zero.' }, (value) =>
  typeof value === 'string' && value.startsWith('-') ? { code: 'bad-decimal' } : decimal(value),
);
/** Money in major units, signed. */
export const amount = field<string>({ type: 'string', description: 'Decimal text in major units, with its sign.' }, decimal);

/** ISO 8601 with a zone, answered in UTC. */
export const instant = field<string>({ type: 'string', format: 'date-time', description: 'With its zone.' }, (value) => {
  if (value === null) return { code: 'missing-field' };
  const micros = typeof value === 'string' ? plausible(value) : null;
  return micros === null ? { code: 'bad-instant' } : { value: instantText(micros) };
});

function plausible(text: string): bigint | null {
  const micros = microsOf(text);
  return micros !== null && micros >= EARLIEST && micros < LATEST ? micros : null;
}

export const flag = field<boolean>({ type: 'boolean' }, (value) => (typeof value === 'boolean' ? { value } : { code: 'missing-field' }));

export const wireInt = field<number>({ type: 'integer' }, (value) =>
  value instanceof JsonNumber && /^[0-9]{1,6}$/.test(value.text) ? { value: Number.parseInt(value.text, 10) } : { code: 'bad-decimal' },
);

export const wireDate = field<string>({ type: 'string', format: 'date' }, (value) =>
  typeof value === 'string' && plausible(`${value}T00:00:00Z`) !== null ? { value } : { code: 'bad-instant' },
);

export function oneOf<const T extends readonly string[]>(allowed: T) {
  return field<T[number]>({ type: 'string', enum: [...allowed] }, (value) => {
    if (value === null) return { code: 'missing-field' };
    const found = allowed.find((one) => one === value);
    return found === undefined ? { code: 'unknown-enum' } : { value: found };
  });
}

/** The field, or null where the sender says there is none. */
export function removable<T extends z.ZodType>(inner: T) {
  return inner.nullable();
}
