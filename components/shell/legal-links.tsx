// The firm's legal notices as links beneath a form for strangers; nothing where the firm names none.
import type { LegalNotice } from '@/lib/legal-notices';

export function LegalLinks({ notices }: { notices: LegalNotice[] }) {
  if (notices.length === 0) return null;
  return (
    <ul aria-label="Legal notices" className="flex flex-wrap gap-x-4 gap-y-1 text-label">
      {notices.map(({ title, url }) => (
        <li key={url}>
          <a href={url} rel="noopener noreferrer" className="inline-block py-1 text-accent underline underline-offset-2">
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
