// No such thing, or not one this person may know of: both read the same.
import { Nowhere } from '@/components/shell/nowhere';

export default function NotFound() {
  return (
    <Nowhere
      title="Not found"
      body="There is nothing at this address. Check the link, or start again."
      href="/portal"
      back="To my accounts"
    />
  );
}
