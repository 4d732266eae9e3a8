// The verdicts that would differ under a draft, as the lines of a file: one line for each, however many there are.
import { cell, commentLine, line } from '@/lib/csv';
import type { PreviewAccount } from '@/lib/challenges/scan';

const COLUMNS = ['Account', 'Login', 'Status', 'Change', 'Rule', 'Instance', 'Subject', 'At (UTC)', 'Today', 'Under the draft', 'Finding'];

export function previewHead(name: string, now: Date): string {
  const taken = `Verdicts that would differ under ${name}; an empty time is the end of the history; taken ${now.toISOString()}`;
  return '\ufeff' + commentLine(taken) + line(COLUMNS.map((one) => `"${one}"`));
}

export function previewLines({ account_id, login, status, differences }: PreviewAccount): string {
  const text = (value: string | number | null) => cell(value, 'text', 0);
  return differences
    .map(({ kind, rule, instance, subject, at, before, after, message }) =>
      line([
        text(account_id),
        cell(login, 'login', 0),
        text(status),
        text(kind),
        text(rule),
        cell(instance, 'number', 0),
        text(subject),
        cell(at === null ? null : new Date(at), 'when', 0),
        text(before),
        text(after),
        text(message),
      ]),
    )
    .join('');
}

/** The last line: a file without it was cut off. */
export function previewFoot(accounts: number, verdicts: number): string {
  return commentLine(`End: ${verdicts} verdicts of ${accounts} accounts`);
}
