'use client';
// A source that was replaced strands nobody: its accounts go on with another one of the same platform.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { Panel } from '@/components/ui/panel';
import type { Source } from '@/lib/connections/read';
import type { FormAction } from '@/lib/staff/form';

type Props = { source: Source; others: Pick<Source, 'id' | 'slug'>[]; off: string | null; action: FormAction };

export function MoveAccounts({ source, others, off, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <Panel title="Move its accounts">
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} beside={['reason']} />
        <input type="hidden" name="from" value={source.id} />
        <p className="text-ink-2">
          An account hears its own source only. Move them to the source that reports them from now on; what it has said of them already is
          heard then.
        </p>
        {others.length === 0 ? (
          <p>No other source of this platform is switched on. Connect it first.</p>
        ) : (
          <>
            <ReasonField id="move-reason" told={told} disabled={off !== null} />
            {off && <p className="text-label text-ink-3">{off}</p>}
            <div className="flex flex-wrap gap-2">
              {others.map(({ id, slug }) => (
                <Button key={id} type="submit" name="to" value={id} disabled={off !== null || isPending}>
                  Move them to {slug}
                </Button>
              ))}
            </div>
          </>
        )}
      </form>
    </Panel>
  );
}
