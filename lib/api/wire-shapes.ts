// The body that brokers post, for the documentation: drawn from the shapes the door reads by, so it cannot tell anything else. Pure.
import { z } from 'zod';
import { ACCESS_TYPE, accessShape } from '@/lib/trades/access-draft';
import { WIRE } from '@/lib/trades/draft';
import { MAX_EVENTS } from '@/lib/trades/sources/neutral';

type Json = Record<string, unknown>;

const WHAT: Record<keyof typeof WIRE | typeof ACCESS_TYPE, string> = {
  'trade.closed': 'A position closed, wholly or in part: one message for each slice.',
  'trade.reversed': 'A trade told before is void.',
  'balance.changed': 'Money moved other than by a trade.',
  'account.snapshot': 'Balance and equity at an instant, with the open positions where they are listed.',
  'position.opened': 'A position was opened.',
  'position.changed': 'An open position has another size, stop or target.',
  [ACCESS_TYPE]: 'From where an account was reached. It moves no figure.',
};
const SHAPES: Record<string, z.ZodType> = {
  ...Object.fromEntries(Object.entries(WIRE).map(([type, { shape }]) => [type, shape])),
  [ACCESS_TYPE]: accessShape,
};
const TYPES = Object.keys(WHAT) as (keyof typeof WHAT)[];

/** `trade.closed` is the shape TradeClosed. */
const nameOf = (type: string): string => type.replaceAll(/(?:^|\.)(\w)/g, (_, first: string) => first.toUpperCase());

function shapeOf(type: (typeof TYPES)[number]): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(SHAPES[type] as z.ZodType, { unrepresentable: 'any', io: 'input' }) as Json;
  return { ...schema, description: `The \`data\` of \`${type}\`. ${WHAT[type]}` };
}

export const wireShapes = (): Json => Object.fromEntries(TYPES.map((type) => [nameOf(type), shapeOf(type)]));

/** One message, or a batch of them. */
export const wireMessage = (): Json => {
  const timestamp = { type: 'string', format: 'date-time', description: 'When it was written; what counts are the instants in the data.' };
  const data = {
    anyOf: TYPES.map((type) => ({ $ref: `#/components/schemas/${nameOf(type)}` })),
    description: 'The shape of its type: see Shapes. A batch has none.',
  };
  const type = { type: 'string', enum: [...TYPES, 'batch'] };
  const event = { type: 'object', required: ['type', 'data'], properties: { type: { ...type, enum: [...TYPES] }, data } };
  const events = { type: 'array', maxItems: MAX_EVENTS, items: event, description: `Of a batch only: at most ${MAX_EVENTS}.` };
  return { type: 'object', properties: { type, timestamp, data, events } };
};
