'use client';
// The desk on which a letter is written: the words at the left, the letter at the right as the same renderer makes it that sends it.
import { useState, type ReactNode } from 'react';
import { Panel } from '@/components/ui/panel';
import { compose, type Shown } from '@/lib/mail/compose';
import type { Template } from '@/lib/mail/message';
import type { WordsVersion } from '@/lib/mail/read';
import { findMessage } from '@/lib/mail/register';
import { checkWords } from '@/lib/mail/template';
import type { FormAction } from '@/lib/staff/form';
import { LetterPreview } from './letter-preview';
import { WordsForm } from './words-form';
import { WordsVersions } from './words-versions';

type MailDeskProps = {
  name: string;
  /** The address of our own host: where links may lead. */
  origin: string;
  inForce: Template & { version: number };
  versions: WordsVersion[];
  /** The account the preview is written from; empty for the example. */
  account: string;
  shown: Shown;
  refusedBecause: string | null;
  actions: { save: FormAction; restore: FormAction; test: FormAction };
  /** Where another record is chosen. */
  children: ReactNode;
};

export function MailDesk({ name, origin, inForce, versions, account, shown, refusedBecause, actions, children }: MailDeskProps) {
  const [words, setWords] = useState<Template>({ subject: inForce.subject, body: inForce.body });
  const message = findMessage(name);
  if (!message) return null;
  const checked = checkWords(message, words, origin);
  const unsubscribe = message.optional ? `${origin}/unsubscribe` : null;
  const letter = compose(name, words, shown.context, { origin, unsubscribe });
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <WordsForm
          message={message}
          words={words}
          onChange={setWords}
          seen={inForce.version}
          isChanged={words.subject !== inForce.subject || words.body !== inForce.body}
          account={account}
          trouble={checked.ok ? null : checked.refusal}
          refusedBecause={refusedBecause}
          save={actions.save}
          test={actions.test}
        />
        <WordsVersions
          message={message}
          versions={versions}
          seen={inForce.version}
          onTake={setWords}
          refusedBecause={refusedBecause}
          restore={actions.restore}
        />
      </div>
      <Panel title="As its reader sees it" className="self-start lg:sticky lg:top-4">
        <div className="flex flex-col gap-3">
          {children}
          {shown.filled.length > 0 && (
            <p className="text-label text-ink-2">
              This account has no {shown.filled.map((key) => key.replaceAll('_', ' ')).join(', ')} to show, so the example stands in for it.
            </p>
          )}
          {letter.ok ? <LetterPreview letter={letter.value} /> : <p className="text-critical">{letter.refusal.message}</p>}
        </div>
      </Panel>
    </div>
  );
}
