'use client';
// Preview, then publish: a draft is signed by somebody who did not write it, and only after a preview that came to its end.
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import type { FormAction } from '@/lib/staff/form';
import { PreviewPanel } from './preview-panel';
import { usePreview } from './preview-stream';
import { Refused, useSaidAction } from '@/components/ui/told';

type PublishPanelProps = {
  id: string;
  checksum: string;
  product: string;
  isDraft: boolean;
  /** Null when this person may preview. */
  previewRefused: string | null;
  /** Null when this person may publish; otherwise why not. */
  publishRefused: string | null;
  warnings: string[];
  /** What publishing does, in words: from when, and who keeps what. */
  effect: string;
  /** Said where the second person it waits for does not exist. */
  alone?: ReactNode;
  action: FormAction;
};

export function PublishPanel(props: PublishPanelProps) {
  const href = `/rules/${props.id}/what-if`;
  const { state, start, cancel, more } = usePreview(href);
  const [told, send, isPending] = useSaidAction(props.action);
  const unfinished = state.proof === null ? 'The preview has to run to its end first.' : null;
  const reason = props.publishRefused ?? unfinished;
  return (
    <>
      <Panel title="What would change">
        {props.previewRefused ? (
          <p className="text-ink-2">{props.previewRefused}</p>
        ) : (
          <PreviewPanel
            state={state}
            product={props.product}
            exportHref={`${href}/export`}
            onStart={() => void start()}
            onCancel={cancel}
            onMore={() => void more()}
          />
        )}
      </Panel>
      {props.isDraft && (
        <Panel title="Publish">
          <form action={send} className="flex flex-col gap-3">
            <Refused told={told} />
            <p>{props.effect}</p>
            {props.warnings.map((warning) => (
              <p key={warning} className="text-caution">
                {warning}
              </p>
            ))}
            <input type="hidden" name="id" value={props.id} />
            <input type="hidden" name="checksum" value={props.checksum} />
            <input type="hidden" name="proof" value={state.proof ?? ''} />
            {reason && <p className="text-label text-ink-3">{reason}</p>}
            {props.alone}
            <div>
              <Button type="submit" variant="primary" disabled={reason !== null || isPending}>
                Publish this version
              </Button>
            </div>
          </form>
        </Panel>
      )}
    </>
  );
}
