// Which two accounts: a plain form, so that the address names them and can be passed on.
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';

export function CompareForm({ a, b }: { a: string; b: string }) {
  return (
    <form action="/copy-trading/compare" className="mb-4 flex flex-wrap items-end gap-3">
      <Field label="First login" name="a" required maxLength={80} autoComplete="off" defaultValue={a} />
      <Field label="Second login" name="b" required maxLength={80} autoComplete="off" defaultValue={b} />
      <Button type="submit">Compare</Button>
    </form>
  );
}
