// Words and values become one letter: subject, plain text and HTML. Pure, so a preview is exactly what is sent.
// Values come from outside (names, symbols, comments): they are stripped of control characters, cannot become links, and are escaped.
import { barHtml, buttonHtml, escapeHtml, frameHtml, linkHtml, listHtml, paragraphHtml, tableHtml } from '@/lib/mail/letter';
import type { Bar, FieldKind, FieldValue, FieldValues, Message, Template } from '@/lib/mail/message';
import { checkTemplate, fieldsIn, fillIn, writeLinks } from '@/lib/mail/template';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A notice the firm owes is printed whole; a name is not. */
const MAX_VALUE = 2_000;
const MAX_LINES = 10_000;

export interface Dress {
  /** The address of our own host. */
  origin: string;
  /** Where the reader unsubscribes from letters that only help; null where the letter is none of these. */
  unsubscribe?: string | null;
  /** Written by staff to themselves: the letter says so before anything else. */
  isTest?: boolean;
}

const TEST_LINE = 'This is a test. It was sent to its author only, and its figures may be examples.';

/** Renders a message. Refuses a template that names unknown fields and a value that is missing; never prints "undefined". */
export function render(message: Message, template: Template, values: FieldValues, dress: Dress): Result<Letter> {
  const { origin, unsubscribe = null, isTest = false } = dress;
  const checked = checkTemplate(message, template, origin);
  if (!checked.ok) return checked;
  const cleaned: FieldValues = {};
  for (const name of new Set([...fieldsIn(template.subject), ...fieldsIn(template.body)])) {
    const kind = message.fields[name]?.kind ?? 'text';
    const value = Object.hasOwn(values, name) ? cleanValue(kind, values[name], origin) : null;
    if (value === null) return refuse('missing-field', `The field "${name}" has no value.`, { facts: { field: name } });
    cleaned[name] = value;
  }
  const subject = (isTest ? '[Test] ' : '') + oneLine(fillIn(template.subject, (name) => spell(cleaned[name])));
  const body = template.body.replaceAll('\r\n', '\n').trim();
  const blocks = body.split(/\n\s*\n/).map((block) => blockHtml(message, block, cleaned, origin));
  const plainLinks = (words: string) => writeLinks(words, (caption, path) => `${caption} (${new URL(path, origin).href})`, asIs);
  const written = fillIn(body, (name) => spell(cleaned[name]), plainLinks);
  const closing = unsubscribe === null ? '' : `Letters like this one may be switched off: ${unsubscribe}\n`;
  return accept({
    subject,
    text: `${isTest ? `${TEST_LINE}\n\n` : ''}${written}\n\n--\nTideline\n${closing}`,
    html: frameHtml(escapeHtml(subject), (isTest ? paragraphHtml(`<b>${escapeHtml(TEST_LINE)}</b>`) : '') + blocks.join(''), unsubscribe),
  });
}

/** The value as it may be printed, or null when it is missing or of the wrong kind. */
function cleanValue(kind: FieldKind, value: FieldValue | undefined, origin: string): FieldValue | null {
  if (kind === 'bar') return typeof value === 'object' ? { ...value, words: oneLine(plain(value.words)) } : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  if (kind === 'link') return ownLink(value, origin);
  const shown = plain(value).slice(0, kind === 'lines' ? MAX_LINES : MAX_VALUE);
  const kept =
    kind === 'lines'
      ? shown
          .split(/[\r\n]+/)
          .map(oneLine)
          .filter(Boolean)
          .join('\n')
      : oneLine(shown);
  return kept === '' ? null : kept;
}

/** A path of ours with its address; null for anything that would lead elsewhere. */
function ownLink(path: string, origin: string): string | null {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\')) return null;
  const url = new URL(path, origin);
  return url.origin === new URL(origin).origin ? url.href : null;
}

/** Without control and direction characters; a word joiner after "://" and inside "name.tld" keeps mail programs from making it a link. */
function plain(value: string): string {
  return value
    .normalize('NFC')
    .replace(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g, ' ')
    .replaceAll('://', ':\u2060/\u2060/')
    .replace(/([\p{L}\p{N}-])\.(?=\p{L}{2})/gu, '$1\u2060.\u2060');
}

const asIs = (words: string): string => words;

function oneLine(words: string): string {
  return words.replace(/[\s\u0085\u2028\u2029]+/g, ' ').trim();
}

function spell(value: FieldValue | undefined): string {
  return typeof value === 'object' ? value.words : (value ?? '');
}

function blockHtml(message: Message, block: string, values: FieldValues, origin: string): string {
  const alone = /^\{\{\s*([a-z][a-z0-9_]*)\s*\}\}$/.exec(block.trim())?.[1];
  const field = alone ? message.fields[alone] : undefined;
  if (alone && field?.kind === 'bar') return barHtml(values[alone] as Bar);
  if (alone && field?.kind === 'link') return buttonHtml(spell(values[alone]), field.caption);
  const literal = (words: string) => writeLinks(words, (caption, path) => linkHtml(new URL(path, origin).href, caption), escapeHtml);
  const written = (words: string) => fillIn(words, (name) => inlineHtml(message, name, values), literal);
  const points = block.split('\n').map((line) => /^- +(.+)$/.exec(line.trim())?.[1]);
  if (points.every((point) => point !== undefined)) return listHtml(points.map((point) => written(point ?? '')));
  const rows = block.split('\n').map((line) => /^([^:{}]{1,40}): +(.+)$/.exec(line.trim()));
  if (rows.length > 1 && rows.every((row) => row !== null)) {
    return tableHtml(rows.map((row) => [escapeHtml(row?.[1] ?? ''), written(row?.[2] ?? '')]));
  }
  return paragraphHtml(written(block).replaceAll('\n', '<br>'));
}

function inlineHtml(message: Message, name: string, values: FieldValues): string {
  const words = spell(values[name]);
  if (message.fields[name]?.kind === 'link') return linkHtml(words, words);
  return escapeHtml(words);
}
