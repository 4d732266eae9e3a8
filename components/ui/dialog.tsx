'use client';
// The native dialog. The libraries' modal dialogs hide the rest of the page with aria-hidden while it still holds focusable
// things, which axe rightly refuses; `showModal()` makes the page inert by itself, and Escape and focus return come with it.
import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { cn } from './cn';

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** A drawer stands at the right edge, for something read beside its list. */
  kind?: 'modal' | 'drawer';
  footer?: ReactNode;
  className?: string;
  /** Marks the palette, which its own key may close again. */
  'data-palette'?: string;
};

const SHAPES = {
  modal: 'm-auto w-[min(560px,calc(100vw-32px))] max-h-[calc(100dvh-32px)] rounded-md border',
  drawer: 'mt-0 mr-0 mb-0 ml-auto h-dvh max-h-none w-[min(480px,100vw)] max-w-none border-l',
};

export function Dialog({ open, onClose, title, children, kind = 'modal', footer, className, ...marks }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser begins at the close button; where a field is why the dialog opened, it begins there.
      dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    <dialog
      ref={element}
      {...marks}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        // A click on the element itself, not on its content, is a click on the backdrop.
        if (event.target === element.current) element.current?.close();
      }}
      className={cn('border-line bg-surface p-0 text-ink', SHAPES[kind], className)}
    >
      {open && (
        <div className="flex max-h-[inherit] min-h-full flex-col">
          <header className="flex items-start justify-between gap-3 border-b border-line px-4 py-3">
            <h2 id={titleId} className="text-section font-semibold">
              {title}
            </h2>
            <button
              type="button"
              aria-label="Close"
              onClick={() => element.current?.close()}
              className="grid size-7 place-items-center rounded-sm text-ink-2 hover:bg-sunken"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>}
        </div>
      )}
    </dialog>
  );
}
