// Every message of the register: its own words pass its own check, its example renders, and its figures read as the office writes them.
import { describe, expect, test } from 'vitest';
import { compose } from '@/lib/mail/compose';
import { MESSAGES } from '@/lib/mail/register';
import { fieldsIn } from '@/lib/mail/template';
import { figure, firstName, instantWords } from '@/lib/mail/words';
import { ruleName } from '@/lib/rules/rule-name';

const ORIGIN = 'http://127.0.0.1:3000';
const DRESS = { origin: ORIGIN };
const ruleViolation = MESSAGES.find((known) => known.name === 'rule-violation');

const without = (example: unknown, key: string): object => ({ ...(example as object), [key]: undefined });

describe.each(MESSAGES.map((known) => ({ name: known.name, known })))('$name', ({ known }) => {
  test('the words of the house render with the example', () => {
    const letter = compose(known.name, null, known.example, DRESS);
    expect(letter.ok && letter.value.text).not.toMatch(/undefined|null|NaN|\{\{/);
    expect(letter.ok && letter.value.html).toContain('</html>');
  });

  test('every field has a value, whether the words of the house name it or not', () => {
    const said = known.say(known.example);
    expect(Object.keys(said).sort()).toEqual(Object.keys(known.fields).sort());
    expect(fieldsIn(known.body).length).toBeGreaterThan(1);
  });

  test('a context that lacks something is refused by name', () => {
    const needed = Object.keys(known.example as object).filter((key) => !compose(known.name, null, without(known.example, key), DRESS).ok);
    expect(needed.length).toBeGreaterThan(0);
    const letter = compose(known.name, null, without(known.example, needed[0] ?? ''), DRESS);
    expect(!letter.ok && letter.refusal).toMatchObject({ code: 'incomplete-context', facts: { paths: needed[0] } });
  });
});

test('rules-changed names both versions, since when, why, and every number that is another one now', () => {
  const known = MESSAGES.find(({ name }) => name === 'rules-changed');
  const letter = compose('rules-changed', null, known?.example, DRESS);
  const text = letter.ok ? letter.value.text : '';
  for (const part of ['from version 1 to version 2', '1 Mar 2026, 00:00:00 UTC', 'lowered from March on', 'stays as it was judged'])
    expect(text).toContain(part);
  expect(text).toContain('Daily loss, limit, as a share: 0.05 becomes 0.04');
  expect(text).toContain('Minimum trades, at least: 5 is new');
});

describe('rule-violation', () => {
  test('names the rule, the figures with their currency, the instant and the evidence', () => {
    const letter = compose('rule-violation', null, ruleViolation?.example, DRESS);
    const text = letter.ok ? letter.value.text : '';
    expect(letter.ok && letter.value.subject).toBe('Account 5012345: Daily loss exceeded');
    for (const part of ['94,800.00 USD', '95,000.00 USD', '2 Mar 2026, 14:32:05 UTC', 'Daily allowance: 5,000.00', 'Hello Ada,'])
      expect(text).toContain(part);
    expect(text).toContain(`${ORIGIN}/portal/accounts/00000000-0000-4000-8000-000000000000`);
  });

  test("staff's own words replace those of the house", () => {
    const letter = compose('rule-violation', { subject: 'About {{login}}', body: 'Measured {{measured}}.' }, ruleViolation?.example, DRESS);
    expect(letter.ok && letter.value).toMatchObject({ subject: 'About 5012345', text: expect.stringContaining('Measured 94,800.00 USD.') });
  });

  test('an instant within the sentence of a verdict is written like every other', () => {
    const example = ruleViolation?.example as { violation: object };
    const message = 'Equity fell to 94,710.00, below the floor of 95,000.00, at 2026-11-13T14:00:00Z.';
    const letter = compose('rule-violation', null, { ...example, violation: { ...example.violation, message } }, DRESS);
    expect(letter.ok && letter.value.text).toContain('below the floor of 95,000.00, at 13 Nov 2026, 14:00:00 UTC.');
  });

  test('a verdict without figures says so instead of inventing some', () => {
    const example = ruleViolation?.example as { violation: object };
    const bare = {
      ...example,
      trader_name: null,
      violation: { ...example.violation, measured_value: null, threshold_value: null, evidence: null, message: null },
    };
    const letter = compose('rule-violation', null, bare, DRESS);
    expect(letter.ok && letter.value.text).toContain('measured not known, limit not known');
    expect(letter.ok && letter.value.text).toContain('Hello trader,');
  });
});

test('an unknown message is refused', () => {
  expect(compose('nonsense', null, {}, DRESS)).toMatchObject({ ok: false, refusal: { code: 'unknown-message' } });
});

test.each([
  { value: '-1234567', unit: 'cents', currency: 'USD', words: '\u221212,345.67 USD' },
  { value: '1234567', unit: 'cents', currency: 'JPY', words: '1,234,567 JPY' },
  { value: '1234567', unit: 'cents', currency: 'not-a-code', words: '12,345.67 not-a-code' },
  { value: '425', unit: 'bps', currency: 'USD', words: '4.25 %' },
  { value: '0.10', unit: 'lots', currency: 'USD', words: '0.10 lots' },
  { value: '30', unit: 'seconds', currency: 'USD', words: '30 seconds' },
  { value: '3', unit: 'count', currency: 'USD', words: '3' },
] as const)('$value $unit of $currency reads $words', ({ value, unit, currency, words }) =>
  expect(figure(value, unit, currency)).toBe(words),
);

test('codes, names and instants in words', () => {
  expect(ruleName('tick-scalping')).toBe('Tick scalping');
  expect(ruleName('max-daily-loss', 1)).toBe('Daily loss (2)');
  expect(firstName('  Ada  Lovelace ')).toBe('Ada');
  expect(instantWords('2026-03-02T00:00:00+02:00')).toBe('1 Mar 2026, 22:00:00 UTC');
});

describe('letters about a payout', () => {
  const textOf = (name: string) => {
    const letter = compose(name, null, MESSAGES.find((known) => known.name === name)?.example, DRESS);
    return letter.ok ? `${letter.value.subject}\n${letter.value.text}` : '';
  };

  test('each names the sum with its currency and the page', () => {
    for (const name of ['payout-requested', 'payout-approved', 'payout-rejected', 'payout-paid']) {
      expect(textOf(name)).toContain('48,000.00 USD');
      expect(textOf(name)).toContain(`${ORIGIN}/portal/accounts/00000000-0000-4000-8000-000000000000#payout`);
    }
  });

  test('the request says how the gross is shared and when it may be sent, the rejection why, the payment its reference', () => {
    for (const part of ['60,000.00 USD leaves the account', 'the firm keeps 12,000.00 USD', '9 Mar 2026, 00:00:00 UTC', '•••• 4321'])
      expect(textOf('payout-requested')).toContain(part);
    expect(textOf('payout-rejected')).toContain('The name on the destination is not yours.');
    expect(textOf('payout-paid')).toContain('sim-0001');
  });

  test('a changed destination is told with its mask and never with itself', () => {
    expect(textOf('payout-destination')).toContain('Simulated transfer •••• 4321');
  });
});
