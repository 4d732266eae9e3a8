'use client';
// The deeds of an account as one menu; each opens a dialog that says what will happen and asks why before anything does.
import { useActionState, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { AreaField } from '@/components/ui/field';
import { announce } from '@/components/ui/toaster';
import type { Deed } from '@/lib/accounts/deed';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';

type Action = (before: ActionState, form: FormData) => Promise<ActionState>;
type Props = { accountId: string; login: string; version: number; deeds: Deed[]; action: Action };

export function DeedMenu({ accountId, login, version, deeds, action }: Props) {
  const [open, setOpen] = useState<Deed | null>(null);
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
  const choose = (deed: Deed) => {
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
              <button type="button" onClick={() => choose(deed)} className="w-full px-3 py-1.5 text-left hover:bg-sunken">
                {deed.label}
                {deed.needsSecondPerson && <span className="block text-label text-ink-3">needs another person</span>}
              </button>
            </li>
          ))}
        </ul>
      </details>
      <Dialog open={open !== null} onClose={() => setOpen(null)} title={open ? `${open.label}: ${login}` : ''}>
        {open && (
          <DeedForm key={open.key} deed={open} accountId={accountId} version={version} action={action} onDone={() => setOpen(null)} />
        )}
      </Dialog>
    </>
  );
}

type FormProps = { deed: Deed; accountId: string; version: number; action: Action; onDone: () => void };

function DeedForm({ deed, accountId, version, action, onDone }: FormProps) {
  // Said as soon as the answer is there: the page that comes with it may offer no such deed any more.
  const answered = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await action(before, form);
    if (told.done) {
      announce(told.done);
      onDone();
    }
    return told;
  };
  const [told, send, isPending] = useActionState(answered, UNTOUCHED);
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
      <input type="hidden" name="deed" value={deed.key} />
      <input type="hidden" name="to" value={deed.to ?? ''} />
      <AreaField
        label="Reason"
        name="reason"
        id={`deed-${deed.key}`}
        required
        minLength={3}
        maxLength={500}
        defaultValue={told.values.reason ?? ''}
        error={told.refusal ? `${told.refusal.message} (${told.refusal.code})` : null}
        hint="Staff only; it is kept with the account."
      />
      <Button type="submit" variant={deed.isGrave ? 'danger' : 'primary'} disabled={isPending} className="self-start">
        {deed.label}
      </Button>
    </form>
  );
}
