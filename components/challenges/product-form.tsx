'use client';
// The form of a product. Terms that somebody bought are shown and refused by the database with the way out.
import { ChoiceField, type Choice } from '@/components/ui/choice-field';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { KIND_WORDS } from '@/lib/challenges/products';
import type { FormAction } from '@/lib/staff/form';

export interface ProductValues {
  id: string;
  version: string;
  title: string;
  steps: string;
  kind: string;
  product_id: string;
  currency: string;
  account_size: string;
  price: string;
  profit_split: string;
  connection_id: string;
}
type Props = {
  /** What is stored; null for a product that is not there yet. */
  held: ProductValues | null;
  platforms: Choice[];
  /** Null when this person may write products; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

const NEW: ProductValues = {
  ...{ id: '', version: '', title: '', steps: '2', kind: 'classic', product_id: '', currency: 'USD', account_size: '100000.00' },
  ...{ price: '', profit_split: '80', connection_id: '' },
};
const STEPS: Choice[] = ['1', '2', '3'].map((value) => ({ value, label: value === '1' ? '1 step' : `${value} steps` }));
const KINDS: Choice[] = Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }));

export function ProductForm({ held, platforms, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const values: Record<string, string> = { ...(held ?? NEW), ...told.values };
  const off = refusedBecause !== null;
  const wrong = (name: string) => messageAt(told, name);
  const field = (name: keyof ProductValues) => ({ name, disabled: off, defaultValue: values[name], error: wrong(name) });
  const choice = (name: keyof ProductValues) => ({ ...field(name), error: wrong(name) });
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      {held && <input type="hidden" name="id" value={held.id} />}
      {held && <input type="hidden" name="version" value={held.version} />}
      <Field label="Title" {...field('title')} required minLength={3} maxLength={80} />
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField label="Steps" choices={STEPS} {...choice('steps')} />
        <ChoiceField label="Kind" choices={KINDS} {...choice('kind')} />
        <Field label="Account size" {...field('account_size')} inputMode="decimal" required />
        <Field label="Currency" {...field('currency')} required maxLength={3} />
        <Field label="Price" {...field('price')} inputMode="decimal" required hint="What the shop charges, before taxes" />
        <Field label="Trader’s share, %" {...field('profit_split')} inputMode="decimal" required />
      </div>
      <Field
        label="Product id"
        {...field('product_id')}
        maxLength={120}
        hint="As the shop names it: a price or product id of Stripe, a product, variation or SKU of WooCommerce. Without one, no order finds it."
      />
      <ChoiceField label="Accounts are opened on" blank="the firm’s default connection" choices={platforms} {...choice('connection_id')} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="primary" disabled={off || isPending}>
          {held ? 'Save the product' : 'Make the product'}
        </Button>
      </div>
    </form>
  );
}
