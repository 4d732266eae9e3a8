// One renderer for letters and previews: closed fields, escaped values, no header lines, links only to our own host.
import { describe, expect, test } from 'vitest';
import { bar, lines, link, message, text, type FieldValues } from '@/lib/mail/message';
import { atNight, byDay } from '@/lib/mail/letter';
import { render } from '@/lib/mail/render';
import { checkWords } from '@/lib/mail/template';
import { z } from 'zod';

const ORIGIN = 'https://office.example.com';
const letter = message({
  name: 'sample',
  when: 'Something happened.',
  sentOn: 'sample.happened',
  fields: { name: text('Name'), note: lines('Note'), place: link('Open it'), headroom: bar('Headroom') },
  required: ['name'],
  context: z.object({}),
  subject: 'For {{name}}',
  body: 'Hello {{name}}',
  say: () => ({}),
  example: {},
});
const values: FieldValues = {
  name: 'Ada',
  note: 'one\ntwo',
  place: '/portal/accounts/7',
  headroom: { used_bps: 8412, state: 'caution', words: 'Daily loss: 84.1 % used' },
};
const write = (body: string, given: FieldValues = values, subject = 'For {{name}}') =>
  render(letter, { subject, body }, given, { origin: ORIGIN });
function written(body: string, given: FieldValues = values, subject?: string) {
  const result = write(body, given, subject);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}
const code = (result: ReturnType<typeof write>) => (result.ok ? 'accepted' : result.refusal.code);

describe('fields', () => {
  test('a field is replaced in subject, text and HTML, spaces in the braces or not', () => {
    const { subject, text: plain, html } = written('Dear {{ name }},\n\n{{note}}');
    expect(subject).toBe('For Ada');
    expect(plain).toContain('Dear Ada,\n\none\ntwo');
    expect(html).toContain('Dear Ada,');
    expect(html).toContain('one<br>two');
  });

  test.each([
    { name: 'an unknown field', body: 'Hi {{nobody}}', code: 'unknown-field' },
    { name: 'a field of every object', body: 'Hi {{constructor}}', code: 'unknown-field' },
    { name: 'open braces', body: 'Hi {{name', code: 'broken-placeholder' },
    { name: 'a call in the braces', body: 'Hi {{name.first}}', code: 'broken-placeholder' },
    { name: 'an empty letter', body: '  ', code: 'empty-body' },
    { name: 'a link to another host', body: 'See https://evil.example/x', code: 'foreign-link' },
    { name: 'a host that begins as ours', body: 'See https://office.example.com.evil.example/', code: 'foreign-link' },
    { name: 'our host as a user name', body: 'See https://office.example.com@evil.example/', code: 'foreign-link' },
    { name: 'a script address', body: 'See javascript:alert(1)', code: 'foreign-link' },
    { name: 'HTML', body: 'See <b>this</b>', code: 'markup-refused' },
    { name: 'a closing tag', body: 'See </table>', code: 'markup-refused' },
    { name: 'an invisible character', body: 'See \u202ethis', code: 'control-character' },
    { name: 'less and more', body: 'A profit < 5 and > 3', code: 'accepted' },
    { name: 'our own host', body: 'See https://office.example.com/portal', code: 'accepted' },
  ])('$name is $code', ({ body, code: expected }) => expect(code(write(body))).toBe(expected));

  test('a missing, empty or wrongly typed value is an error, never "undefined"', () => {
    expect(code(write('Hi {{note}}', { name: 'Ada' }))).toBe('missing-field');
    expect(code(write('Hi {{note}}', { name: 'Ada', note: ' \u200b ' }))).toBe('missing-field');
    expect(code(write('Hi {{headroom}}', { ...values, headroom: 'full' }))).toBe('missing-field');
  });

  test('a value that no words name may be missing', () => expect(code(write('Hi {{name}}', { name: 'Ada' }))).toBe('accepted'));

  test('only text stands in a subject', () => expect(code(write('x', values, 'Go {{place}}'))).toBe('field-not-text'));
});

test('a subject is one line even where its own words are not', () => {
  expect(written('x', values, 'For\r\nBcc: {{name}}').subject).toBe('For Bcc: Ada');
});

describe('hostile values', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'Ada\r\nBcc: all@example.com',
    'Ada\u2028Bcc: x',
    '{{place}}',
    'https://evil.example/login',
    'www.evil.example',
    '\u202egnp.exe',
    "' onmouseover='x",
    '&lt;b&gt;',
  ];

  test.each(hostile)('%j makes no element, no header line, no second field and no link', (name) => {
    const { subject, text: plain, html } = written('Hello {{name}}\n\n{{place}}', { ...values, name });
    expect(subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(plain.split('\n')[0]).toMatch(/^Hello /);
    const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((found) => found[1]);
    expect(addresses).toEqual([`${ORIGIN}/portal/accounts/7`]);
    expect(html).not.toMatch(/<(script|img|b)\b|onmouseover='/i);
    expect(`${plain}${html}`).not.toMatch(/:\/\/evil|evil\.example/);
    expect(plain.match(/portal/g)).toHaveLength(1);
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'portal', '/a b', 'javascript:alert(1)'])(
    'the path %j is no link of ours',
    (place) => expect(code(write('{{place}}', { ...values, place }))).toBe('missing-field'),
  );
});

describe('layout', () => {
  test('a link alone is a button with its caption, and an address in the plain text', () => {
    const { html, text: plain } = written('{{place}}');
    expect(html).toContain(`href="${ORIGIN}/portal/accounts/7"`);
    expect(html).toContain('>Open it</a>');
    expect(plain).toContain(`${ORIGIN}/portal/accounts/7`);
  });

  test('the bar truncates its percent and says its state in words', () => {
    const { html, text: plain } = written('{{headroom}}', { ...values, headroom: { used_bps: 9998, state: 'critical', words: 'Almost' } });
    expect(html).toContain('99.9 % used');
    expect(html).toContain('Critical');
    expect(html).toContain('width="99%"');
    expect(plain).toContain('Almost');
  });

  test('a bar of an allowance that is used up is full and tells no share: how far it went past stands in the words', () => {
    const { html } = written('{{headroom}}', {
      ...values,
      headroom: { used_bps: 10_000, state: 'violated', words: '5,290.00 of 5,000.00' },
    });
    expect(html).toContain('width="100%"');
    expect(html).toContain('5,290.00 of 5,000.00');
    expect(html).not.toContain('% used');
  });

  test('a bar that knows no share is empty and says unknown', () => {
    const { html } = written('{{headroom}}', { ...values, headroom: { used_bps: null, state: 'unknown', words: 'We were not told' } });
    expect(html).toContain('Unknown');
    expect(html).not.toContain('% used');
  });

  test('lines of "what: how much" become a table', () => {
    expect(written('Who: {{name}}\nWhat: {{note}}').html.match(/<tr><td[^>]*>Wh/g)).toHaveLength(2);
  });
});

describe('the little that words may mark', () => {
  test('a link of the words leads to our own host, in HTML and in text', () => {
    const { html, text: plain } = written('See [your page](/portal#payout), {{name}}.');
    expect(html).toContain(`href="${ORIGIN}/portal#payout" style="color:#2B4C9B">your page</a>, Ada.`);
    expect(plain).toContain(`See your page (${ORIGIN}/portal#payout), Ada.`);
  });

  test.each(['[x](//evil.example)', '[x](https://evil.example)', '[x](javascript:alert)', '[x](/\\\\evil)'])('%s is no link', (words) => {
    const result = write(`See ${words}`);
    expect(result.ok ? result.value.html : '').not.toContain('<a ');
  });

  test('a value cannot mark anything', () => {
    const { html } = written('Hello {{name}}', { ...values, name: '[x](/portal)' });
    expect(html).not.toContain('<a ');
    expect(html).toContain('[x](/portal)');
  });

  test('lines that begin with a dash are a list, and stay lines in the text', () => {
    const { html, text: plain } = written('- one {{name}}\n- two & three');
    expect(html.match(/<li /g)).toHaveLength(2);
    expect(html).toContain('two &#38; three');
    expect(plain).toContain('- one Ada\n- two & three');
  });
});

test('saving asks for every field without which the letter misses its point; sending does not', () => {
  const words = { subject: 'Hello', body: 'No name here.' };
  expect(checkWords(letter, words, ORIGIN)).toMatchObject({ ok: false, refusal: { code: 'required-field', facts: { field: 'name' } } });
  expect(code(write(words.body, values, words.subject))).toBe('accepted');
  expect(checkWords(letter, { ...words, subject: 'Hello {{name}}' }, ORIGIN).ok).toBe(true);
});

test('a test says that it is one, and only a letter that may be switched off says where', () => {
  const dressed = render(letter, { subject: 'For {{name}}', body: 'Hello' }, values, {
    origin: ORIGIN,
    isTest: true,
    unsubscribe: `${ORIGIN}/unsubscribe?token=t`,
  });
  if (!dressed.ok) throw new Error(dressed.refusal.code);
  expect(dressed.value.subject).toBe('[Test] For Ada');
  expect(dressed.value.text).toMatch(/^This is a test\./);
  expect(dressed.value.html).toContain(`href="${ORIGIN}/unsubscribe?token=t"`);
  expect(dressed.value.text).toContain(`${ORIGIN}/unsubscribe?token=t`);
  expect(written('Hello').html).not.toContain('unsubscribe');
});

test('a reader at night gets dark paper, and a preview shows either on request', () => {
  const { html } = written('Hello');
  expect(html).toContain('prefers-color-scheme: dark');
  expect(atNight(html)).toContain('@media all');
  expect(byDay(html)).toContain('@media not all');
});
