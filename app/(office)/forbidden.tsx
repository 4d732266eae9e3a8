// 403 for a colleague whose role does not open this page; their own navigation stays.
import { Nowhere } from '@/components/shell/nowhere';

export default function Forbidden() {
  return (
    <Nowhere
      title="Not yours"
      body="Your role does not open this page. An admin can change what you may see."
      href="/"
      back="To the dashboard"
    />
  );
}
