'use client';
// `?` shows what the keyboard can do, and lets whoever is surprised by single keys switch them off.
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { turnKeys, useKeysOn, useSingleKey } from '@/components/ui/keys';

const KEYS: { where: string; keys: [key: string, does: string][] }[] = [
  {
    where: 'Everywhere',
    keys: [
      ['Ctrl K', 'go to an account, a trader, an address or a page'],
      ['?', 'this help'],
      ['Esc', 'close what is open'],
    ],
  },
  {
    where: 'Lists',
    keys: [
      ['/', 'search the list'],
      ['j k', 'next and previous row'],
      ['Enter', 'open the row'],
      ['x', 'choose the row, where rows can be chosen'],
    ],
  },
  {
    where: 'Reviews',
    keys: [
      ['j k', 'next and previous review'],
      ['c', 'claim'],
      ['a r', 'approve, reject'],
      ['Enter', 'go to the reason'],
      ['Ctrl Enter', 'send the decision'],
    ],
  },
];

const OPEN_HELP = 'open-key-help';

export function KeyHelp() {
  const [open, setOpen] = useState(false);
  const on = useKeysOn();
  useSingleKey('?', () => setOpen(true));
  useEffect(() => {
    const asked = () => setOpen(true);
    window.addEventListener(OPEN_HELP, asked);
    return () => window.removeEventListener(OPEN_HELP, asked);
  }, []);
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title="Keyboard">
      <div className="flex flex-col gap-4">
        {KEYS.map(({ where, keys }) => (
          <section key={where} aria-label={where}>
            <h3 className="mb-1 text-form font-semibold">{where}</h3>
            <dl className="grid grid-cols-[96px_1fr] gap-x-4 gap-y-1">
              {keys.map(([key, does]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="rounded-sm border border-line-strong bg-sunken px-1.5 font-mono text-meta">{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label className="flex items-center gap-2 border-t border-line pt-3">
          <input type="checkbox" checked={on} onChange={(event) => turnKeys(event.target.checked)} className="size-4 accent-accent" />
          Single keys act on this machine
        </label>
        <p className="text-label text-ink-2">
          They never act while you type or while a dialog is open. Switch them off when you speak or sweep your input; Ctrl K always works.
        </p>
      </div>
    </Dialog>
  );
}

/** The frame draws its tools once at the side and once in the phone's menu; the help itself stands on the page once. */
export function KeyHelpButton() {
  return (
    <button
      type="button"
      onClick={() => window.dispatchEvent(new Event(OPEN_HELP))}
      className="flex h-7 items-center justify-between rounded-sm px-2 text-label text-ink-2 hover:bg-sunken max-lg:hidden"
    >
      Keyboard
      <kbd className="font-mono text-meta text-ink-3">?</kbd>
    </button>
  );
}
