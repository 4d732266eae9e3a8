// 403, said plainly: the page exists and is somebody else's.
import { Outside } from '@/components/shell/outside';
import { LinkButton } from '@/components/ui/button';

export default function Forbidden() {
  return (
    <Outside title="Not yours" body="Your role does not open this page. An admin can change what you may see.">
      <LinkButton href="/">To the office</LinkButton>
      <LinkButton href="/portal">To the portal</LinkButton>
    </Outside>
  );
}
