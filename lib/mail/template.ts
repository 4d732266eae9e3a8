// Reads a message's words: which fields they name, and whether they may be used at all.
// The same check stands before saving and before sending, so an editor never learns of a mistake from a trader.
import type { Message, Template } from '@/lib/mail/message';
import { accept, refuse, type Result } from '@/lib/refusal';

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g;
const MAX_SUBJECT = 200;
const MAX_BODY = 10_000;

/** Fields named by a piece of text, in order of appearance. */
export function fieldsIn(words: string): string[] {
  return [...words.matchAll(PLACEHOLDER)].map((found) => found[1] ?? '');
}

/** Text with every placeholder replaced by what `write` answers for its field. */
export function fillIn(words: string, write: (field: string) => string, literal: (words: string) => string = (kept) => kept): string {
  let filled = '';
  let last = 0;
  for (const found of words.matchAll(PLACEHOLDER)) {
    filled += literal(words.slice(last, found.index)) + write(found[1] ?? '');
    last = found.index + found[0].length;
  }
  return filled + literal(words.slice(last));
}

/** Refuses unknown fields, broken braces, links to another host, and anything but text in a subject. `origin` is our own address. */
export function checkTemplate(message: Message, template: Template, origin: string): Result<Template> {
  const { subject, body } = template;
  if (subject.trim() === '') return refuse('empty-subject', 'The subject is empty.', { path: 'subject' });
  if (body.trim() === '') return refuse('empty-body', 'The letter is empty.', { path: 'body' });
  if (subject.length > MAX_SUBJECT) return refuse('subject-too-long', `The subject is longer than ${MAX_SUBJECT} characters.`);
  if (body.length > MAX_BODY) return refuse('body-too-long', `The letter is longer than ${MAX_BODY} characters.`);
  for (const [path, words] of Object.entries({ subject, body })) {
    const unknown = fieldsIn(words).find((name) => !Object.hasOwn(message.fields, name));
    if (unknown) return refuse('unknown-field', `This message has no field "${unknown}".`, { path, facts: { field: unknown } });
    if (/\{\{|\}\}/.test(words.replaceAll(PLACEHOLDER, ''))) {
      return refuse('broken-placeholder', 'A field is written {{name}}, in small letters.', { path });
    }
    if (hasForeignLink(words, origin)) return refuse('foreign-link', `Links may only lead to ${origin}.`, { path });
  }
  const drawn = fieldsIn(subject).find((name) => message.fields[name]?.kind !== 'text');
  if (drawn) return refuse('field-not-text', `The field "${drawn}" cannot stand in a subject.`, { path: 'subject' });
  return accept(template);
}

function hasForeignLink(words: string, origin: string): boolean {
  const addresses = words.match(/(?:[a-z][a-z0-9+.-]*:\/\/|\/\/|www\.|(?:mailto|javascript|data|tel):)[^\s<>"')\]]*/gi) ?? [];
  return addresses.some((address) => !ownAddress(address, origin));
}

function ownAddress(address: string, origin: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(origin).origin;
}
