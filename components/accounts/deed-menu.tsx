'use client';
// The deeds of an account as one menu; each opens a dialog that says what will happen and asks why before anything does.
import { startTransition, useEffect, useRef, useState } from 'react';
import { answered as inAnyCase, useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ReasonField } from '@/components/ui/reason-field';
import { announce, announceRefusal } from '@/components/ui/toaster';
import { WithInstants } from '@/components/ui/with-instants';
import { refusalOf } from '@/components/ui/told';
import type { OfferedDeed } from '@/lib/accounts/deed';
import { UNTOUCHED, type ActionState, type FormAction } from '@/lib/staff/form';

type Props = {
  accountId: string;
  login: string;
  version: number;
  status: string;
  deeds: OfferedDeed[];
  action: FormAction;
  undo: FormAction;
};

/** Whoever only reads sees that there is something to do here, and who does it. */
export function NoDeeds() {
  return (
    <span className="inline-flex items-center gap-2">
      <Button disabled aria-describedby="no-deeds">
        Act on it
      </Button>
      <span id="no-deeds" className="text-label text-ink-2">
        Risk and admin act on accounts.
      </span>
    </span>
  );
}

export function DeedMenu({ accountId, login, version, status, deeds, action, undo }: Props) {
  const [open, setOpen] = useState<OfferedDeed | null>(null);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // A press anywhere else puts the menu away, as every other menu does; `details` alone would stay open over the page.
    const putAway = (event: PointerEvent) => {
      if (menu.current && event.target instanceof Node && !menu.current.contains(event.target)) menu.current.open = false;
    };
    document.addEventListener('pointerdown', putAway);
    return () => document.removeEventListener('pointerdown', putAway);
  }, []);
  if (deeds.length === 0 && open === null) return null;
  const choose = (deed: OfferedDeed) => {
    if (menu.current) menu.current.open = false;
    setOpen(deed);
  };
  return (
    <>
      <details
        ref={menu}
        className="relative"
        onKeyDown={(event) => {
          if (event.key === 'Escape' && menu.current) menu.current.open = false;
        }}
      >
        <summary className="inline-flex h-7 cursor-pointer list-none items-center rounded-sm border border-line-strong bg-surface px-2.5 font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
          Act on it
        </summary>
        <ul className="absolute left-0 z-20 sm:right-0 sm:left-auto mt-1 flex min-w-52 flex-col rounded-md border border-line bg-surface py-1">
          {deeds.map((deed) => (
            <li key={deed.key}>
              <button
                type="button"
                disabled={deed.refusedBecause !== null}
                onClick={() => choose(deed)}
                className="w-full px-3 py-1.5 text-left enabled:hover:bg-sunken disabled:text-ink-3"
              >
                {deed.label}
                {deed.refusedBecause !== null && (
                  <span className="block max-w-64 text-label text-ink-2">
                    <WithInstants text={deed.refusedBecause} />
                  </span>
                )}
                {deed.needsSecondPerson && <span className="block text-label text-ink-3">needs another person</span>}
              </button>
            </li>
          ))}
        </ul>
      </details>
      <Dialog open={open !== null} onClose={() => setOpen(null)} title={open ? `${open.label}: ${login}` : ''}>
        {open && (
          <DeedForm
            key={open.key}
            deed={open}
            accountId={accountId}
            version={version}
            status={status}
            action={action}
            undo={undo}
            onDone={() => setOpen(null)}
          />
        )}
      </Dialog>
    </>
  );
}

type FormProps = {
  deed: OfferedDeed;
  accountId: string;
  version: number;
  status: string;
  action: FormAction;
  undo: FormAction;
  onDone: () => void;
};

function DeedForm({ deed, accountId, version, status, action, undo, onDone }: FormProps) {
  // Said as soon as the answer is there: the page that comes with it may offer no such deed any more.
  const answered = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await action(before, form);
    if (told.done) {
      announce(told.done, deed.key === 'block' ? { label: 'Undo', onClick: () => takeBack(undo, accountId) } : undefined);
      onDone();
    }
    return told;
  };
  const [told, send, isPending] = useFormAction(answered);
  return (
    <form action={send} className="flex flex-col gap-4">
      <div>
        <h3 className="text-form font-semibold">What will happen</h3>
        <ul className="list-disc pl-5">
          {deed.consequences.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <input type="hidden" name="account" value={accountId} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="from" value={status} />
      <input type="hidden" name="deed" value={deed.key} />
      <input type="hidden" name="to" value={deed.to ?? ''} />
      <ReasonField id={`deed-${deed.key}`} told={told} error={refusalOf(told)} hint="Staff only; it is kept with the account." rows={3} />
      <Button type="submit" variant={deed.isGrave ? 'danger' : 'primary'} disabled={isPending} className="self-start">
        {deed.label}
      </Button>
    </form>
  );
}

/** A compensating deed with an event of its own, never a delayed one. */
function takeBack(undo: FormAction, accountId: string): void {
  const form = new FormData();
  form.set('account', accountId);
  startTransition(async () => {
    const told = await inAnyCase(undo)(UNTOUCHED, form);
    if (told.done) announce(told.done);
    else announceRefusal(told.refusal ? `${told.refusal.message} (${told.refusal.code})` : 'Nothing was undone.');
  });
}
