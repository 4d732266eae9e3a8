// Whether a write by a form or a script comes from our own pages. Browsers name the page a write comes from, and no page can make them lie.

export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return new URL(origin).host === (headers.get('x-forwarded-host') ?? headers.get('host'));
}
