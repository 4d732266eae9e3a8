// The settings of the firm that have no page of their own: what each one says, as it is kept and as people write it. Pure: what is shown
// is what is published.
import { z } from 'zod';
import { legalNotices } from '@/lib/legal-notices';
import { accept, refuse, type Result } from '@/lib/refusal';

const days = (least: number, usual: number) => z.number().int().min(least).max(3_650).default(usual);

/** Whether strangers may register as traders; the plain words are those of earlier versions. */
const registration = z.union([z.strictObject({ open: z.boolean() }), z.enum(['open', 'closed'])]).default({ open: true });
/** Pages of other hosts that may call the API with a token. */
export const apiOrigins = z.strictObject({ origins: z.array(z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/)).max(50) });
/** Calls of one caller in a minute. */
const apiLimits = z.strictObject({
  read_per_minute: z.number().int().min(1).max(100_000).default(300),
  write_per_minute: z.number().int().min(1).max(100_000).default(60),
});
/** How long what is kept for convenience is kept whole. Trades, verdicts, money and events are kept for good. */
const retention = z.strictObject({
  equity_marks_days: days(2, 30),
  outbound_days: days(7, 90),
  answers_days: days(366, 400),
  /** How long the name behind a record of money is kept after the last one; before that nobody is erased. */
  identity_days: z.number().int().min(0).max(7_300).default(1_825),
});

/** When a customer who neither buys nor trades is counted as gone. */
const churn = z.strictObject({ days: days(1, 60) });

interface FieldOf {
  name: string;
  label: string;
  hint: string;
  kind: 'whole' | 'lines' | 'choice';
  choices?: readonly { value: string; label: string }[];
}

interface SettingOf<T> {
  title: string;
  /** What it decides, in a sentence. */
  says: string;
  schema: z.ZodType<T>;
  /** What holds while nothing is published. */
  usual: T;
  fields: readonly FieldOf[];
  written: (value: T) => Record<string, string>;
  read: (form: Record<string, string>) => unknown;
}
const setting = <T>(one: SettingOf<T>): SettingOf<T> => one;
const wholes = (form: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, Number.parseInt(form[name] ?? '', 10)]));
const written = (value: Record<string, number>) =>
  Object.fromEntries(Object.entries(value).map(([name, figure]) => [name, String(figure)]));

export const SETTINGS = {
  registration: setting({
    title: 'Registration',
    says: 'Whether strangers may register as traders. Buyers and those you invite come in either way.',
    schema: registration,
    usual: { open: true },
    fields: [
      {
        ...{ name: 'state', label: 'Strangers', kind: 'choice', hint: 'It holds for the next registration, on the pages and the API.' },
        choices: [
          { value: 'open', label: 'may register' },
          { value: 'closed', label: 'may not register' },
        ],
      },
    ],
    written: (value) => ({ state: typeof value === 'string' ? value : value.open ? 'open' : 'closed' }),
    read: ({ state }) => ({ open: state === 'open' }),
  }),
  api_origins: setting({
    title: 'Pages that may call the API',
    says: 'Pages of other hosts that may call with a trader’s token. No page of another host may ever call with a session.',
    schema: apiOrigins,
    usual: { origins: [] },
    fields: [{ name: 'origins', label: 'Origins', kind: 'lines', hint: 'One a line, such as https://app.example.com, without a path.' }],
    written: ({ origins }) => ({ origins: origins.join('\n') }),
    read: ({ origins = '' }) => ({ origins: [...new Set(origins.split(/\s+/).filter((line) => line !== ''))] }),
  }),
  api_limits: setting({
    title: 'Limits of the API',
    says: 'How often one caller may ask in a minute. Whoever asks more often is told to wait.',
    schema: apiLimits,
    usual: { read_per_minute: 300, write_per_minute: 60 },
    fields: [
      { name: 'read_per_minute', label: 'Reads a minute', kind: 'whole', hint: 'Of one caller. Usually 300.' },
      { name: 'write_per_minute', label: 'Writes a minute', kind: 'whole', hint: 'Of one caller. Usually 60.' },
    ],
    written,
    read: (form) => wholes(form, ['read_per_minute', 'write_per_minute']),
  }),
  retention: setting({
    title: 'Retention',
    says: 'How long what only helps is kept whole. Trades, verdicts, money and events are kept for good; who a person was goes when they are erased.',
    schema: retention,
    usual: { equity_marks_days: 30, outbound_days: 90, answers_days: 400, identity_days: 1825 },
    fields: [
      {
        ...{ name: 'equity_marks_days', label: 'Equity by the minute, days', kind: 'whole' },
        hint: 'Afterwards each day keeps its highest, its lowest, its last, and what stands around a verdict.',
      },
      { name: 'outbound_days', label: 'Messages sent to listeners, days', kind: 'whole', hint: 'The log of what was sent and answered.' },
      {
        ...{ name: 'answers_days', label: 'Answers to repeated requests, days', kind: 'whole' },
        hint: 'Within it a request sent twice is done once. At least 366.',
      },
      {
        ...{ name: 'identity_days', label: 'Names behind records of money, days', kind: 'whole' },
        hint: 'After the last order or payout; nobody is erased before. Usually 1825, five years.',
      },
    ],
    written,
    read: (form) => wholes(form, ['equity_marks_days', 'outbound_days', 'answers_days', 'identity_days']),
  }),
  churn: setting({
    title: 'Customers who are gone',
    says: 'After how many days without a purchase and without a trade the dashboard counts a customer as gone.',
    schema: churn,
    usual: { days: 60 },
    fields: [{ name: 'days', label: 'Days', kind: 'whole', hint: 'Usually 60.' }],
    written,
    read: (form) => wholes(form, ['days']),
  }),
  legal_notices: setting({
    title: 'Legal notices',
    says: 'Which notices, such as terms and privacy, are linked where strangers register and set a password.',
    schema: legalNotices,
    usual: { notices: [] },
    fields: [
      {
        name: 'notices',
        label: 'Notices',
        kind: 'lines',
        hint: 'One a line: its name, then its address, such as Terms of use https://firm.example/terms.',
      },
    ],
    written: ({ notices }) => ({ notices: notices.map(({ title, url }) => `${title} ${url}`).join('\n') }),
    read: ({ notices = '' }) => ({
      notices: notices
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => ({ title: line.slice(0, line.lastIndexOf(' ')).trim(), url: line.slice(line.lastIndexOf(' ') + 1) })),
    }),
  }),
};

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];
export type SettingField = FieldOf;

const typed = z.string().max(4_000);
const named = (key: SettingKey) => Object.fromEntries(SETTINGS[key].fields.map(({ name }) => [name, typed]));
/** What a form sends: its key, and exactly the fields of that setting. */
export const settingForm = z.discriminatedUnion('key', [
  z.strictObject({ key: z.literal('registration'), ...named('registration') }),
  z.strictObject({ key: z.literal('api_origins'), ...named('api_origins') }),
  z.strictObject({ key: z.literal('api_limits'), ...named('api_limits') }),
  z.strictObject({ key: z.literal('retention'), ...named('retention') }),
  z.strictObject({ key: z.literal('churn'), ...named('churn') }),
  z.strictObject({ key: z.literal('legal_notices'), ...named('legal_notices') }),
]);
export type SettingForm = { key: SettingKey } & Record<string, string>;

/** The table by key, for whoever does not know which it is. */
export const settingOf = (key: SettingKey): SettingOf<unknown> => SETTINGS[key] as SettingOf<unknown>;

/** What was kept, as people write it; what cannot be read any more is shown as what is usual. */
export function writtenSetting(key: SettingKey, value: unknown): Record<string, string> {
  const { schema, usual, written: write } = settingOf(key);
  const read = schema.safeParse(value);
  return write(read.success ? read.data : usual);
}

export function readSetting({ key, ...form }: SettingForm): Result<unknown> {
  const { fields, schema, read } = settingOf(key);
  const strange = fields.find(({ name, kind }) => kind === 'whole' && !/^\s*\d{1,6}\s*$/.test(form[name] ?? ''));
  if (strange) return refuse('invalid-input', wholeWanted(schema, strange.name), { path: strange.name });
  const value = schema.safeParse(read(form));
  if (value.success) return accept(value.data);
  const issue = value.error.issues[0];
  const field = String(issue?.path[0] ?? fields[0]?.name);
  const isWhole = fields.some(({ name, kind }) => name === field && kind === 'whole');
  const said = field === 'origins' ? 'Write origins such as https://app.example.com, one a line.' : (issue?.message ?? 'Not valid.');
  return refuse('invalid-input', isWhole ? wholeWanted(schema, field) : said, { path: field });
}

/** What a figure of a setting may be, in words: its bounds are the schema's own. */
function wholeWanted(schema: z.ZodType, name: string): string {
  const { properties } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, { minimum?: number; maximum?: number }> };
  const { minimum = 0, maximum = 0 } = properties?.[name] ?? {};
  return `Write a whole number from ${minimum.toLocaleString('en-US')} to ${maximum.toLocaleString('en-US')}.`;
}

/** Each field of a value in words. */
export function settingLines(key: SettingKey, value: unknown): { label: string; text: string }[] {
  const said = writtenSetting(key, value);
  return settingOf(key).fields.map(({ name, label, choices }) => {
    const text = said[name] ?? '';
    return { label, text: choices?.find((choice) => choice.value === text)?.label ?? (text.replaceAll('\n', ', ') || 'none') };
  });
}
