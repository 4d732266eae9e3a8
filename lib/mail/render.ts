// Words and values become one letter: subject, plain text and HTML. Pure, so a preview is exactly what is sent.
// Values come from outside (names, symbols, comments): they are stripped of control characters, cannot become links, and are escaped.
import { barHtml, buttonHtml, escapeHtml, frameHtml, paragraphHtml, tableHtml } from '@/lib/mail/letter';
import type { Bar, FieldKind, FieldValue, FieldValues, Message, Template } from '@/lib/mail/message';
import { checkTemplate, fieldsIn, fillIn } from '@/lib/mail/template';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

const MAX_VALUE = 2_000;

/** Renders a message. Refuses a template that names unknown fields and a value that is missing; never prints "undefined". */
export function render(message: Message, template: Template, values: FieldValues, origin: string): Result<Letter> {
  const checked = checkTemplate(message, template, origin);
  if (!checked.ok) return checked;
  const cleaned: FieldValues = {};
  for (const name of new Set([...fieldsIn(template.subject), ...fieldsIn(template.body)])) {
    const kind = message.fields[name]?.kind ?? 'text';
    const value = Object.hasOwn(values, name) ? cleanValue(kind, values[name], origin) : null;
    if (value === null) return refuse('missing-field', `The field "${name}" has no value.`, { facts: { field: name } });
    cleaned[name] = value;
  }
  const subject = oneLine(fillIn(template.subject, (name) => spell(cleaned[name])));
  const body = template.body.replaceAll('\r\n', '\n').trim();
  const blocks = body.split(/\n\s*\n/).map((block) => blockHtml(message, block, cleaned));
  return accept({
    subject,
    text: `${fillIn(body, (name) => spell(cleaned[name]))}\n\n--\nTideline\n`,
    html: frameHtml(escapeHtml(subject), blocks.join('')),
  });
}

/** The value as it may be printed, or null when it is missing or of the wrong kind. */
function cleanValue(kind: FieldKind, value: FieldValue | undefined, origin: string): FieldValue | null {
  if (kind === 'bar') return typeof value === 'object' ? { ...value, words: oneLine(plain(value.words)) } : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  if (kind === 'link') return ownLink(value, origin);
  const shown = plain(value).slice(0, MAX_VALUE);
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

function oneLine(words: string): string {
  return words.replace(/[\s\u0085\u2028\u2029]+/g, ' ').trim();
}

function spell(value: FieldValue | undefined): string {
  return typeof value === 'object' ? value.words : (value ?? '');
}

function blockHtml(message: Message, block: string, values: FieldValues): string {
  const alone = /^\{\{\s*([a-z][a-z0-9_]*)\s*\}\}$/.exec(block.trim())?.[1];
  const field = alone ? message.fields[alone] : undefined;
  if (alone && field?.kind === 'bar') return barHtml(values[alone] as Bar);
  if (alone && field?.kind === 'link') return buttonHtml(spell(values[alone]), field.caption);
  const written = (words: string) => fillIn(words, (name) => inlineHtml(message, name, values), escapeHtml);
  const rows = block.split('\n').map((line) => /^([^:{}]{1,40}): +(.+)$/.exec(line.trim()));
  if (rows.length > 1 && rows.every((row) => row !== null)) {
    return tableHtml(rows.map((row) => [escapeHtml(row?.[1] ?? ''), written(row?.[2] ?? '')]));
  }
  return paragraphHtml(written(block).replaceAll('\n', '<br>'));
}

function inlineHtml(message: Message, name: string, values: FieldValues): string {
  const words = escapeHtml(spell(values[name]));
  return message.fields[name]?.kind === 'link' ? `<a href="${words}" style="color:#2B4C9B">${words}</a>` : words;
}
