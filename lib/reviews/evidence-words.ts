// What was filed with a question, however it was shaped, as lines that people read: known keys have words, an unknown one is read as words,
// and money, instants and places in the office are told as what they are.
import { ruleName } from '@/lib/rules/rule-name';
import { reasonText } from '@/lib/events/reason-words';
import { scorePart } from '@/lib/abuse/part-words';
import { UUID } from '@/lib/uuid';

export type FiledLine = { term: string } & (
  | { kind: 'text'; text: string }
  | { kind: 'money'; cents: number; currency: string }
  | { kind: 'when'; at: string }
  | { kind: 'link'; href: string; text: string }
);

const TERMS: Record<string, string> = {
  order_id: 'Order at the shop',
  line_item: 'Line of the order',
  unit: 'Piece of the line',
  product_refs: 'Product ids the shop named',
  returned_cents: 'Given back',
  is_full: 'All of it',
  provider_reason: 'Reason at the provider',
  return_id: 'What came back',
  event_id: 'Id at the broker',
  external_id: 'Id at the broker',
  stored_sha256: 'Checksum of what stands',
  received_sha256: 'Checksum of what came',
  order: 'Asked of the platform',
  attempts: 'Tries',
  said: 'What was answered',
  other_trader_id: 'The other trader',
  basis: 'Why they may be one',
  challenge: 'Both bought',
  codes: 'Codes of the provider',
  trader_ref: 'Trader at the provider',
  from_full_name: 'Name before',
  to_full_name: 'Name now',
  overpaid_cents: 'Left beyond what is earned',
  payout_id: 'Payout',
  repays: 'Pays again',
  masked: 'Destination',
  letter_has_left: 'The letter has left',
  breached_at: 'Broken on',
  held: 'As it was judged',
  subject: 'About',
  delivery_id: 'Letter',
  message: 'Message',
  trouble: 'What was wrong',
  also: 'Joined by',
};
/** What stands above it already, in words or as a link, or says nothing to a reader. */
const LEFT_OUT = ['passed_by', 'violation_id', 'currency', 'beneficiary_id', 'rule'];
/** Of these only a name that is no id is worth a line. */
const IDS = ['order', 'order_id', 'return_id', 'inbox_id', 'also'];
const PAGES: Record<string, [path: string, text: string]> = {
  other_trader_id: ['/traders/', 'See the trader'],
  payout_id: ['/payouts/', 'See the payout'],
  repays: ['/payouts/', 'See the payout'],
  delivery_id: ['/mail/deliveries/', 'See the letter'],
};
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const PATH = /^\/[a-z][\w/-]*$/;
const KINDS_OF_CODE = ['basis', 'code', 'status', 'state', 'order', 'kind', 'trouble', 'task'];

type Thing = Record<string, unknown>;
const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);
const sentence = (words: string): string => words.replace(/^./, (first) => first.toUpperCase());

/** The term of a key: "amount_cents" is "Amount". */
const termOf = (key: string): string => TERMS[key] ?? sentence(key.replace(/_(cents|bps|ms)$/, '').replaceAll(/[-_]/g, ' '));

/** `currency` of the account it is about, where the evidence names none of its own. */
export function filedLines(evidence: unknown, currency: string | null): FiledLine[] {
  return linesOf(evidence, '', '', currency);
}

function linesOf(value: unknown, key: string, path: string, currency: string | null): FiledLine[] {
  if (value === null || value === undefined || value === '' || LEFT_OUT.includes(key)) return [];
  if (Array.isArray(value)) return listLines(value, key, path, currency);
  if (isThing(value)) return knownThing(value) ?? thingLines(value, path, currency);
  return IDS.includes(key) && UUID.test(String(value)) ? [] : [lineOf(value, key, path || 'Note', currency)];
}

function listLines(list: unknown[], key: string, path: string, currency: string | null): FiledLine[] {
  if (list.every((one) => typeof one === 'string'))
    return list.length === 0 ? [] : [{ term: path || 'Note', kind: 'text', text: list.join(', ') }];
  return list.flatMap((one, place) => linesOf(one, key, list.length === 1 ? path : `${path} ${place + 1}`.trim(), currency));
}

function thingLines(thing: Thing, path: string, around: string | null): FiledLine[] {
  const currency = typeof thing.currency === 'string' ? thing.currency : around;
  const under = (key: string) => (path ? `${path}, ${termOf(key).toLowerCase()}` : termOf(key));
  return Object.entries(thing).flatMap(([key, inner]) => linesOf(inner, key, under(key), currency));
}

/** Shapes that name themselves: a figure of a verdict, a rule and what it says, a part of a score, a broken promise of the self-check. */
function knownThing(thing: Thing): FiledLine[] | null {
  const { label, value, rule, message, part, points, words, invariant, subject, detail } = thing;
  const said = (term: string, text: unknown): FiledLine[] => [{ term, kind: 'text', text: String(text) }];
  if (typeof label === 'string' && value !== undefined) return said(label, value);
  if (typeof rule === 'string' && typeof message === 'string') return said(ruleName(rule), message);
  if (typeof part === 'string' && typeof points === 'number') return said(scorePart(part), `${points} points: ${String(words ?? '')}`);
  if (typeof invariant === 'string') return said(sentence(invariant), [subject, detail].filter(Boolean).join(': '));
  return null;
}

function lineOf(value: unknown, key: string, term: string, currency: string | null): FiledLine {
  const text = String(value);
  const page = PAGES[key];
  if (page && UUID.test(text)) return { term, kind: 'link', href: `${page[0]}${text}`, text: page[1] };
  if (PATH.test(text)) return { term, kind: 'link', href: text, text: 'Look at both' };
  if (key.endsWith('_cents') && Number.isSafeInteger(value) && currency) return { term, kind: 'money', cents: Number(value), currency };
  if (key.endsWith('_bps') && typeof value === 'number') return { term, kind: 'text', text: `${value / 100} %` };
  if (key.endsWith('_ms') && typeof value === 'number') return { term, kind: 'text', text: `${value / 1000} s` };
  if (typeof value === 'boolean') return { term, kind: 'text', text: value ? 'yes' : 'no' };
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return { term, kind: 'when', at: text };
  return { term, kind: 'text', text: KINDS_OF_CODE.includes(key) ? reasonText(text) : text };
}
