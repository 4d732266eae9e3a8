// Reads a message's words: which fields they name, and whether they may be used at all.
// Words are plain text with {{fields}}, paragraphs set apart by an empty line, "What: how much" rows, "- " lists and [words](/path) links
// to our own host; everything else is printed as it stands, so a template can run nothing and mark up nothing.
import type { Message, Template } from '@/lib/mail/message';
import { accept, refuse, type Result } from '@/lib/refusal';

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g;
/** A link of the words themselves: its words name no field, and its path leads to our own host. */
const LINK = /\[([^[\]{}\n]{1,120})\]\((\/(?![/\\])[\x21-\x27\x2a-\x5b\x5d-\x7e]*)\)/g;
const MARKUP = /<\/?[a-z!?]/i;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;
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

/** Literal words with their links written by `link` and the rest by `literal`. */
export function writeLinks(words: string, link: (caption: string, path: string) => string, literal: (words: string) => string): string {
  let written = '';
  let last = 0;
  for (const found of words.matchAll(LINK)) {
    written += literal(words.slice(last, found.index)) + link(found[1] ?? '', found[2] ?? '');
    last = found.index + found[0].length;
  }
  return written + literal(words.slice(last));
}

/** What may be saved: what may be sent, and every field without which the letter would miss its point. */
export function checkWords(message: Message, template: Template, origin: string): Result<Template> {
  const checked = checkTemplate(message, template, origin);
  if (!checked.ok) return checked;
  const named = fieldsIn(`${template.subject}\n${template.body}`);
  const missing = message.required.find((name) => !named.includes(name));
  if (!missing) return checked;
  const caption = message.fields[missing]?.caption ?? missing;
  return refuse('required-field', `The letter must name {{${missing}}}: ${caption}.`, { path: 'body', facts: { field: missing } });
}

/** Refuses unknown fields, broken braces, links to another host, and anything but text in a subject. `origin` is our own address. */
export function checkTemplate(message: Message, template: Template, origin: string): Result<Template> {
  const { subject, body } = template;
  if (subject.trim() === '') return refuse('empty-subject', 'The subject is empty.', { path: 'subject' });
  if (body.trim() === '') return refuse('empty-body', 'The letter is empty.', { path: 'body' });
  if (subject.length > MAX_SUBJECT)
    return refuse('subject-too-long', `The subject is longer than ${MAX_SUBJECT} characters.`, { path: 'subject' });
  if (body.length > MAX_BODY) return refuse('body-too-long', `The letter is longer than ${MAX_BODY} characters.`, { path: 'body' });
  for (const [path, words] of Object.entries({ subject, body })) {
    if (MARKUP.test(words)) return refuse('markup-refused', 'Words are plain text; HTML is not read here.', { path });
    if (CONTROL.test(words)) return refuse('control-character', 'There is an invisible character in the words.', { path });
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
