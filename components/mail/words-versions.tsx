'use client';
// Every version of the words, the house's own at the end: who saved it and why. Any of them can be taken up again into the form.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ReasonLine } from '@/components/ui/reason-field';
import type { Message, Template } from '@/lib/mail/message';
import type { WordsVersion } from '@/lib/mail/read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  message: Message;
  versions: WordsVersion[];
  seen: number;
  onTake: (words: Template) => void;
  refusedBecause: string | null;
  restore: FormAction;
};

export function WordsVersions({ message, versions, seen, onTake, refusedBecause, restore }: Props) {
  return (
    <Panel title="Versions">
      <ol className="flex flex-col gap-2">
        {versions.map((one) => (
          <li key={one.version}>
            <Version words={one} head={`Version ${one.version}`} isInForce={one.is_active} onTake={refusedBecause ? null : onTake}>
              <p className="text-label text-ink-2">
                Saved by {one.saved_by_name ?? 'the owner'}, <When at={one.created_at} mode="minute" />
                {one.reason && `: ${one.reason}`}
              </p>
            </Version>
          </li>
        ))}
        <li>
          <Version
            words={message}
            head="Version 0, the words of the house"
            isInForce={seen === 0}
            onTake={refusedBecause ? null : onTake}
          />
        </li>
      </ol>
      {seen !== 0 && refusedBecause === null && <Restore name={message.name} seen={seen} restore={restore} />}
    </Panel>
  );
}

type VersionProps = {
  words: Template;
  head: string;
  isInForce: boolean;
  onTake: ((words: Template) => void) | null;
  children?: React.ReactNode;
};

function Version({ words, head, isInForce, onTake, children }: VersionProps) {
  return (
    <details className="rounded-sm border border-line">
      <summary className="cursor-pointer px-3 py-1.5">
        {head}
        {isInForce && <span className="ml-2 text-label text-safe">in force</span>}
      </summary>
      <div className="flex flex-col gap-2 border-t border-line p-3">
        {children}
        <p className="font-medium break-words">{words.subject}</p>
        <pre className="text-label break-words whitespace-pre-wrap text-ink-2">{words.body}</pre>
        {onTake && (
          <div>
            <Button size="small" onClick={() => onTake({ subject: words.subject, body: words.body })}>
              Take these words up
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

function Restore({ name, seen, restore }: { name: string; seen: number; restore: Props['restore'] }) {
  const [told, send, isPending] = useSaidAction(restore);
  return (
    <form action={send} className="mt-3 flex flex-col gap-2 border-t border-line pt-3">
      <Refused told={told} beside={['reason']} />
      <input type="hidden" name="message" value={name} />
      <input type="hidden" name="seen" value={seen} />
      <ReasonLine id="restore-reason" told={told} />
      <div>
        <Button type="submit" disabled={isPending}>
          Use the words of the house again
        </Button>
      </div>
    </form>
  );
}
