// Holds the place of the equity curve while it is replayed, at its real height, so nothing shifts when it comes.
import { Panel } from '@/components/ui/panel';

export function CurvePlaceholder() {
  return (
    <Panel title="Equity against the floors">
      <div role="status" aria-label="The curve is being replayed" className="h-96 w-full rounded-sm bg-sunken" />
    </Panel>
  );
}
