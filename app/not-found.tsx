// No such page, or not one this person may know of: both read the same.
import { Outside } from '@/components/shell/outside';
import { LinkButton } from '@/components/ui/button';

export default function NotFound() {
  return (
    <Outside title="Not found" body="There is nothing at this address. Check the link, or start again.">
      <LinkButton href="/">To the start</LinkButton>
    </Outside>
  );
}
