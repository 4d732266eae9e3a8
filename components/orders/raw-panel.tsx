// The message an order came in, untouched. It carries what a buyer wrote, so it is for those who help and audit.
import { Definition } from '@/components/ui/definition';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { RawOrderMessage } from '@/lib/orders/read';

export function RawPanel({ message }: { message: RawOrderMessage | null | 'failed' | 'not-yours' }) {
  if (message === 'failed') return <ErrorState code="message-not-read" title="The raw message could not be read" />;
  if (message === 'not-yours')
    return <Panel title="Raw message">Your role does not read raw messages; support, admin and auditor do.</Panel>;
  if (message === null) return <Panel title="Raw message">This order came without one.</Panel>;
  return (
    <Panel title="Raw message, untouched">
      <div className="flex flex-col gap-3">
        <Definition
          rows={[
            { term: 'Received', value: <When at={message.received_at} /> },
            { term: 'Message id', value: <code className="text-label break-all">{message.webhook_id}</code> },
            { term: 'SHA-256 of the body', value: <code className="text-label break-all">{message.body_sha256}</code> },
          ]}
        />
        <pre
          tabIndex={0}
          role="region"
          aria-label="Body"
          className="max-h-[50vh] overflow-auto rounded-sm border border-line bg-sunken p-3 font-mono text-label break-all whitespace-pre-wrap"
        >
          {message.body}
        </pre>
      </div>
    </Panel>
  );
}
