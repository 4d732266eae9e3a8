'use client';
// Subject and body with the fields they may name: a click puts a field where the caret stands. What would be refused is said while writing.
import { useRef, useState } from 'react';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { Message, Template } from '@/lib/mail/message';
import type { Refusal } from '@/lib/refusal';
import { REASON, type FormAction } from '@/lib/staff/form';
import { FieldChips } from './field-chips';

type Props = {
  message: Message;
  words: Template;
  onChange: (words: Template) => void;
  seen: number;
  isChanged: boolean;
  account: string;
  trouble: Refusal | null;
  refusedBecause: string | null;
  save: FormAction;
  test: FormAction;
};

export function WordsForm({ message, words, onChange, seen, isChanged, account, trouble, refusedBecause, save, test }: Props) {
  const [reason, setReason] = useState('');
  const [saved, sendSave, isSaving] = useSaidAction(emptying(save, () => setReason('')));
  const [tested, sendTest, isTesting] = useSaidAction(test);
  const part = useRef<'subject' | 'body'>('body');
  const form = useRef<HTMLFormElement>(null);
  const isOff = refusedBecause !== null;

  function insert(field: string) {
    const isText = message.fields[field]?.kind === 'text';
    const name = part.current === 'subject' && isText ? 'subject' : 'body';
    const box = form.current?.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | null;
    const at = box?.selectionStart ?? words[name].length;
    const until = box?.selectionEnd ?? at;
    const placed = `{{${field}}}`;
    onChange({ ...words, [name]: words[name].slice(0, at) + placed + words[name].slice(until) });
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(at + placed.length, at + placed.length);
    });
  }

  const errorAt = (path: string) => (trouble?.path === path ? trouble.message : null);
  return (
    <Panel title="Words" aside={<span>{seen === 0 ? 'Version 0, the words of the house' : `Version ${seen} is in force`}</span>}>
      <form ref={form} action={sendSave} className="flex flex-col gap-3">
        <Refused told={saved.refusal ? saved : tested} />
        <input type="hidden" name="message" value={message.name} />
        <input type="hidden" name="seen" value={seen} />
        <input type="hidden" name="account" value={account} />
        <Field
          label="Subject"
          name="subject"
          value={words.subject}
          readOnly={isOff}
          onFocus={() => (part.current = 'subject')}
          onChange={(event) => onChange({ ...words, subject: event.target.value })}
          error={errorAt('subject')}
        />
        <AreaField
          label="Body"
          name="body"
          rows={14}
          className="[&_textarea]:font-mono [&_textarea]:text-label"
          value={words.body}
          readOnly={isOff}
          onFocus={() => (part.current = 'body')}
          onChange={(event) => onChange({ ...words, body: event.target.value })}
          error={errorAt('body')}
          hint="An empty line begins a paragraph, lines of “What: how much” become a table, lines that begin with “- ” a list, and [words](/portal) a link to our own host. Everything else is printed as it stands."
        />
        <FieldChips message={message} words={words} isOff={isOff} onInsert={insert} />
        {isOff ? (
          <p className="text-label text-ink-3">{refusedBecause}</p>
        ) : (
          <Deeds
            reason={reason}
            onReason={setReason}
            mayTest={!isTesting && trouble === null}
            maySave={!isSaving && isChanged && trouble === null}
            test={sendTest}
          />
        )}
      </form>
    </Panel>
  );
}

/** The reason is held by the page and not by the form, which the test letter empties too; only what was saved needs it no more. */
const emptying =
  (save: FormAction, empty: () => void): FormAction =>
  async (before, fields) => {
    const told = await save(before, fields);
    if (told.done) empty();
    return told;
  };

type DeedsProps = {
  reason: string;
  onReason: (reason: string) => void;
  mayTest: boolean;
  maySave: boolean;
  test: (form: FormData) => void;
};

function Deeds({ reason, onReason, mayTest, maySave, test }: DeedsProps) {
  return (
    <>
      <Field
        label="Reason"
        name="reason"
        {...REASON}
        required
        value={reason}
        onChange={(event) => onReason(event.target.value)}
        hint="Kept with the version."
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={!maySave}>
          Save and use from now on
        </Button>
        <Button type="submit" formAction={test} formNoValidate disabled={!mayTest}>
          Send a test to myself
        </Button>
      </div>
    </>
  );
}
