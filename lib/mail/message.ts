// The vocabulary of mail: what a message is, and which kinds of field its words may name.
// A field is closed: a template that names another one is refused when it is saved, not when a trader is waiting for it.
import { z } from 'zod';

export type FieldKind = 'text' | 'lines' | 'link' | 'bar';

export interface Field {
  kind: FieldKind;
  /** What staff read beside the field's chip, and the caption of a link. */
  caption: string;
}

/** How much of an allowance is used, drawn as in the office: share truncated, state in words beside the colour. */
export interface Bar {
  used_bps: number | null;
  state: 'safe' | 'caution' | 'critical' | 'violated' | 'unknown';
  words: string;
}

export type FieldValue = string | Bar;
export type FieldValues = Record<string, FieldValue>;
export interface Template {
  subject: string;
  body: string;
}

export interface Message<Context = unknown> extends Template {
  /** Kebab-case code: the file, the column `mail_deliveries.message` and the template's key. */
  name: string;
  /** When it is sent, in one sentence, as the office reads it. */
  when: string;
  /** Kind of the event that sends it. */
  sentOn: string;
  fields: Record<string, Field>;
  /** Fields without which the letter would not say what it is for: words that leave one out are not saved. */
  required: readonly string[];
  /** A letter that only helps: traders may unsubscribe from it, and an address that bounces no longer gets it. */
  optional?: true;
  /** What the database hands over for one delivery; checked before anything is written to anybody. */
  context: z.ZodType<Context>;
  /** The context in words. */
  say(context: Context): FieldValues;
  /** A plausible context, for the preview where no record exists yet. */
  example: Context;
}

/** Checks a definition's types where it is written; answers it with the context hidden, as the register holds it. */
export function message<Context>(definition: Message<Context>): Message {
  return {
    ...definition,
    say: (context) => definition.say(definition.context.parse(context)),
  };
}

export const text = (caption: string): Field => ({ kind: 'text', caption });
/** Several lines, each shown on its own. */
export const lines = (caption: string): Field => ({ kind: 'lines', caption });
/** A path on our own host, written out with its address. */
export const link = (caption: string): Field => ({ kind: 'link', caption });
export const bar = (caption: string): Field => ({ kind: 'bar', caption });
