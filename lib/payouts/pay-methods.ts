// Where a trader may be paid: what each way asks for, and how a destination is named once it is sealed. Pure.
import { z } from 'zod';
import { refuse, type Result } from '@/lib/refusal';

interface DestinationField {
  name: string;
  label: string;
  hint?: string;
}
export interface PayMethod {
  code: string;
  label: string;
  fields: readonly DestinationField[];
}

export const PAY_METHODS: readonly PayMethod[] = [
  {
    code: 'simulated',
    label: 'Simulated transfer',
    fields: [{ name: 'account', label: 'Account', hint: 'Any letters and figures: no money moves.' }],
  },
  {
    code: 'bank',
    label: 'Bank transfer',
    fields: [
      { name: 'account', label: 'IBAN or account number' },
      { name: 'bank', label: 'Bank (BIC or name)' },
    ],
  },
  { code: 'rise', label: 'Rise', fields: [{ name: 'account', label: 'Rise ID' }] },
  { code: 'stripe', label: 'Stripe', fields: [{ name: 'account', label: 'Connected account' }] },
  {
    code: 'nowpayments',
    label: 'Crypto',
    fields: [
      { name: 'account', label: 'Address' },
      { name: 'currency', label: 'Coin and network' },
    ],
  },
];

export const methodOf = (code: string): PayMethod | undefined => PAY_METHODS.find((method) => method.code === code);
export const methodName = (code: string): string => methodOf(code)?.label ?? code;

/** What a form or a client sends. */
export const destinationForm = z.strictObject({
  id: z.union([z.literal('').transform(() => null), z.uuid()]),
  provider: z.string().max(20),
  name: z.string().trim().min(2, 'Write the name on the account.').max(120),
  account: z.string().trim().max(120),
  bank: z.string().trim().max(120).optional(),
  currency: z.string().trim().max(20).optional(),
});
export type DestinationForm = z.output<typeof destinationForm>;

export interface Destination {
  provider: string;
  name: string;
  masked: string;
  /** What is sealed. */
  parts: Record<string, string>;
}

export function readDestination(form: DestinationForm, offered: readonly string[]): Result<Destination> {
  const method = methodOf(form.provider);
  if (method === undefined || !offered.includes(method.code))
    return refuse('unknown-method', 'Choose one of the ways offered.', { path: 'provider' });
  const parts: Record<string, string> = {};
  for (const { name, label } of method.fields) {
    const value = name === 'bank' ? form.bank : name === 'currency' ? form.currency : form.account.replace(/\s+/g, '');
    if (!value || value.length < 3) return refuse('invalid-input', `${label}: write it in full.`, { path: name });
    parts[name] = value;
  }
  const account = parts.account ?? '';
  if (method.code === 'bank' && /^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,}$/i.test(account) && !isIban(account))
    return refuse('invalid-iban', 'This IBAN has a typing error: its check digits do not fit.', { path: 'account' });
  if (method.code === 'stripe' && !/^acct_[A-Za-z0-9]{8,}$/.test(account))
    return refuse('invalid-input', 'A connected account begins with acct_.', { path: 'account' });
  return { ok: true, value: { provider: method.code, name: form.name, masked: mask(account), parts } };
}

/** The last four characters; nothing of what is shorter than eight. */
export function mask(account: string): string {
  return account.length < 8 ? '••••' : `•••• ${account.slice(-4)}`;
}

/** ISO 13616: the first four to the end, letters as numbers, remainder of 97 is one. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/i.test(text)) return false;
  const turned = (text.slice(4) + text.slice(0, 4)).toUpperCase();
  const figures = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(figures) % 97n === 1n;
}

/** What the bank writes on the statement of whoever is paid. */
export const remittanceOf = (id: string): string => `Payout ${id}`;

/** The reference that whoever is paid can find again: our own name of a line in a file says nothing to them. */
export const toldReference = (id: string, reference: string | null): string | null =>
  reference?.startsWith('file:') ? remittanceOf(id) : reference;
