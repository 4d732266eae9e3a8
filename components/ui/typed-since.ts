'use client';
// React resets a form when its answer comes, refused or done. What somebody typed while the answer was under way is newer than it, and stays.

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const sent = new WeakMap<HTMLFormElement, Map<Control, string>>();

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (one): one is Control =>
      one instanceof HTMLTextAreaElement ||
      one instanceof HTMLSelectElement ||
      // Whatever is ticked is held by HeldChoice, a hidden field belongs to the page, and a file cannot be put back.
      (one instanceof HTMLInputElement && !['checkbox', 'radio', 'hidden', 'file'].includes(one.type)),
  );

function remember({ target }: Event): void {
  if (target instanceof HTMLFormElement) sent.set(target, new Map(controlsOf(target).map((one) => [one, one.value])));
}

function putBack({ target }: Event): void {
  const before = target instanceof HTMLFormElement ? sent.get(target) : undefined;
  for (const [control, value] of before ?? []) {
    const typed = control.value;
    // The reset itself follows this event.
    if (typed !== value) queueMicrotask(() => (control.value = typed));
  }
}

/** Watches every form of the page, however often it is called; in the capture phase, since a reset does not reach far on its way up. */
export function keepTypedSince(): void {
  document.addEventListener('submit', remember, true);
  document.addEventListener('reset', putBack, true);
}
